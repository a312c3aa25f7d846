-- Terms of reference: what a group is for, who sits on it, and the numbers that bind it.
--
-- The numbers stand under `params:` in the text of each group (quorum, clear days ...) and are bounded by the `params` of the rule files.
-- While a text is reopened the defaults apply, so have the new one ready before you reopen the old.

workflow "terms-of-reference" {
  about  = "The terms of reference of one group.",
  states = { "draft", "in force", "superseded" },
  ends   = { "superseded" },
  moves  = {
    file      = move { from = "new", to = "draft", who = { "board officer", "chair" }, about = "file them" },
    adopt     = move { from = "draft", to = "in force", who = { "chair of parent", "chair" }, dated = "act", stamp = "adopted",
                       about = "they bind the group from now on" },
    confirm   = move { from = "in force", to = "in force", who = { "chair of parent", "chair" }, dated = "act", stamp = "adopted",
                       about = "reviewed and found good; the next review is a year from now" },
    reopen    = move { from = "in force", to = "draft", who = { "board officer", "chair" }, about = "they are to be changed" },
    supersede = move { from = "in force", to = "superseded", who = "board officer", about = "the group has come to an end" },
  },
  edit = { who = { "board officer", "author" }, while_in = "draft" },
}

rule "terms of reference have their parts" {
  about     = "Purpose, membership and quorum are headings of the text, and the numbers are given.",
  authority = "Partnership agreement, schedule 2",
  before    = "terms-of-reference.adopt",
  requires  = {
    has "params",
    has_heading "Purpose",
    has_heading "Membership",
    has_heading "Quorum",
  },
  waiver    = { by = "monitoring officer", needs = "reason", note = "adopted without all their parts", minuted = true },
}

rule "terms of reference are reviewed every year" {
  about     = "Two months before the year is up the board officer gets an action; a month after it the chair of the body above is told.",
  authority = "Terms of reference 11",
  daily     = "terms-of-reference", while_in = "in force",
  effects   = {
    create_action { title = "Review the terms of reference", owner = "board officer",
                    on  = after("adopted", months(param "review_every_months" - 2)),
                    due = after("adopted", months(param "review_every_months")) },
    escalate      { to = "chair of parent", about = "the terms of reference have not been reviewed",
                    on = after("adopted", months(param "review_every_months" + 1)) },
  },
}
