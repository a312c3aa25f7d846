-- Challenges: one partner asks another, or the board, to account for something. It is answered by a day, and something comes of it.

kind "challenge" {
  title = "Challenge", plural = "challenges", lives = "numbered", folder = "challenges", letter = "C",
  about = "A partner's challenge, its answer, and what came of it.",
  fields = {
    title = "text", from_organisation = { "organisation", label = "From" }, raised_by = "person",
    to_organisation = { "organisation", label = "To" }, owner = { "person", about = "who answers it" },
    about = { "any", label = "About which document" }, raised = { "date", label = "Raised on" },
    response_due = { "date", label = "Answer due" }, response = { "text", label = "The answer", long = true },
    responded = { "date", label = "Answered on" }, outcome = { "text", label = "What came of it", long = true },
    decision = { "decision", label = "Decision that came of it" }, actions = "list of action", closed = { "date", label = "Closed on" },
  },
  required = { "title", "raised_by" }, managed = { "raised", "responded", "closed" },
  date = "raised", columns = { "title", "from_organisation", "response_due", "responded" },
}

workflow "challenge" {
  about  = "Raised by a partner, answered by whom it concerns, closed when something came of it.",
  states = { "raised", "answered", "closed" },
  ends   = { "closed" },
  moves  = {
    raise  = move { from = "new", to = "raised", who = { "raised_by", "board officer" }, stamp = "raised",
                    label = "Raise the challenge",
                    about = "enter it" },
    answer = move { from = "raised", to = "answered", who = { "owner", "board officer", "chair" }, dated = "act", stamp = "responded",
                    asks = "response",
                    label = "Answer the challenge",
                    about = "the answer is in" },
    reopen = move { from = "answered", to = "raised", who = { "raised_by", "chair" },
                    label = "Ask for a better answer",
                    about = "the answer does not answer it" },
    close  = move { from = "answered", to = "closed", who = { "chair", "board officer" }, stamp = "closed", asks = { "outcome", "decision" },
                    label = "Close the challenge",
                    about = "say what came of it" },
  },
  edit = { who = { "raised_by", "board officer" }, while_in = { "raised", "answered" } },
}

rule "a challenge says by when an answer is wanted" {
  about     = "And from whom.",
  authority = "Terms of reference 12.5",
  before    = "challenge.raise",
  requires  = {
    has "response_due",
    any_of { has "owner", has "to_organisation" },
  },
}

rule "a challenge is answered in words, by somebody else" {
  about     = "Whoever raised it does not answer it.",
  authority = "Terms of reference 12.5",
  before    = "challenge.answer",
  requires  = { has "response", not_by "raised_by" },
}

rule "a challenge is closed when it is said what came of it" {
  about     = "A decision or an action, or in words why neither was needed.",
  authority = "Terms of reference 12.6",
  before    = "challenge.close",
  requires  = { any_of { has "decision", has "actions", has "outcome" } },
}

rule "a challenge is answered in time" {
  about     = "Who has to answer is reminded five working days before and on the day; five days later the chair is told.",
  authority = "Terms of reference 12.5",
  daily     = "challenge", while_in = "raised",
  effects   = {
    remind   { who = { "owner", "board officer" }, on = before("response_due", working_days(5)), about = "an answer is due in five working days" },
    remind   { who = { "owner", "board officer" }, on = "response_due", about = "an answer is due today" },
    escalate { to = "chair", on = after("response_due", working_days(5)), about = "a challenge has not been answered" },
  },
}
