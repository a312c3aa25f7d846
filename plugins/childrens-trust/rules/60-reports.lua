-- Reports: what one group has to tell another, waiting for the other's next meeting.
--
-- Nobody writes a report by hand: a decision or an overdue action makes it (30-decisions.lua, 50-actions.lua). It waits in the receiving
-- group, is placed on that group's next agenda, and is considered when its minutes deal with it.

workflow "report" {
  about  = "Something that waits for a group's next meeting: for ratification, to note, or for information.",
  states = { "waiting", "on agenda", "considered", "lapsed" },
  ends   = { "considered" },
  moves  = {
    make     = move { from = "new", to = "waiting", who = "board officer",
                      label = "Make the report", by_itself = true,
                      about = "done by itself" },
    place    = move { from = { "waiting", "on agenda" }, to = "on agenda", who = "board officer",
                      label = "Put the report on the agenda", by_itself = true,
                      about = "done by itself when the agenda that brings it is published" },
    consider = move { from = { "waiting", "on agenda" }, to = "considered", who = { "board officer", "chair" }, stamp = "considered",
                      label = "Record that the report was considered", by_itself = "or by hand",
                      about = "done by itself when a decision deals with it" },
    lapse    = move { from = { "waiting", "on agenda" }, to = "lapsed", who = "board officer",
                      label = "Record that the report is no longer needed", by_itself = true,
                      about = "what it told of is no longer so" },
    revive   = move { from = "lapsed", to = "waiting", who = "board officer",
                      label = "Put the report back among those that wait", by_itself = true,
                      about = "it is so after all" },
  },
}

rule "what is to be ratified does not wait for ever" {
  about     = "After three months the board officer of the receiving group is reminded, after six its chair is told.",
  authority = "Terms of reference 9.4",
  daily     = "report", while_in = "waiting",
  when      = function(r) return r.purpose == "for ratification" end,
  effects   = {
    remind   { who = "board officer", on = after("since", months(3)), about = "has waited three months to be ratified" },
    escalate { to = "chair", on = after("since", months(6)), about = "has waited half a year to be ratified" },
  },
}
