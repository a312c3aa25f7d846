-- Interests: what people have declared, and what it keeps them from.
--
-- Interests declared at a meeting are read out of its minutes and stand with the meeting. A standing interest (an employment, a
-- contract, a family tie) is a document of its own, and counts from the day it is declared until it ends. Either keeps a member out of the
-- quorum for the item (30-decisions.lua). Who sits in a member's place is asked for his or her own interests, not for the member's.

workflow "interest" {
  about  = "A declared interest that lasts.",
  states = { "declared", "withdrawn" },
  ends   = { "withdrawn" },
  moves  = {
    declare  = move { from = "new", to = "declared", who = "anyone", dated = "act", stamp = "declared",
                      label = "Declare the interest",
                      about = "declare it, or enter it for somebody" },
    withdraw = move { from = "declared", to = "withdrawn", who = { "board officer", "monitoring officer" }, stamp = "until_day",
                      label = "Record that the interest has ended",
                      about = "it has come to an end" },
  },
  edit = { who = { "board officer", "monitoring officer" }, while_in = "declared" },
}

rule "a person with an interest does not act on the matter" {
  about     = "Whoever declared an interest in a paper neither signs it off nor approves it.",
  authority = "Code of conduct 4; terms of reference 5.6",
  before    = { "paper.sign", "paper.approve" },
  requires  = { no_interest "actor" },
}

rule "a declared interest says what it is about" {
  about     = "'Interest' alone tells the reader nothing: name the tie and the matter.",
  authority = "Code of conduct 2",
  before    = "interest.declare",
  requires  = {
    has "nature",
    has "item",
  },
}
