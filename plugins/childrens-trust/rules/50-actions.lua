-- Actions: read out of the minutes, chased until they are done.
--
-- The first due date is kept for ever; every extension says who allowed it and why. To chase earlier or later, change the numbers of
-- the rule at the end.

workflow "action" {
  about  = "Something that somebody was asked to do by a day.",
  states = { "open", "done", "cancelled", "received" },
  ends   = { "done", "cancelled", "received" },
  moves  = {
    record   = move { from = { "new", "open", "done", "cancelled" }, to = "open",
                      who = { "board officer", "chair" }, dated = "act", records = true,
                      label = "Record the action", by_itself = true,
                      about = "done by itself when minutes are filed, and again when they are corrected" },
    complete = move { from = { "open", "received" }, to = "done", who = { "owner", "board officer", "chair" }, dated = "act", stamp = "done_on",
                      asks = "outcome",
                      label = "Record that the action is done",
                      about = "it is done" },
    report   = move { from = "open", to = "open", who = { "owner", "board officer" }, asks = "progress",
                      label = "Say how the action stands",
                      about = "say how it stands; it stays open" },
    ask_for_time = move { from = "open", to = "open", who = "owner", asks = { "asked_until", "asked_because" },
                      label = "Ask the chair for more time",
                      about = "ask the chair for a later day" },
    extend   = move { from = { "open", "received" }, to = "open", who = "chair", asks = { "due", "allowed_by", "reason" },
                      label = "Give the action a later day",
                      about = "it gets a later due date" },
    cancel   = move { from = { "open", "received" }, to = "cancelled", who = "chair", asks = "reason",
                      label = "Cancel the action",
                      about = "it need not be done any more" },
    drop     = move { from = { "open", "received" }, to = "cancelled", who = "board officer",
                      label = "Drop the action from the draft", by_itself = true,
                      about = "a corrected draft no longer has it" },
    receive  = move { from = "new", to = "received", who = "board officer",
                      label = "Take over a past action", by_itself = true,
                      about = "read out of past minutes, on trust: nobody is chased for it" },
    take_up  = move { from = "received", to = "open", who = { "board officer", "chair" },
                      label = "Have the action chased from now on",
                      about = "an action of past minutes is still to be done, and is chased from now on" },
  },
  edit = { who = { "board officer", "chair" }, while_in = { "open", "received" } },
}

rule "an extension says why and until when" {
  about     = "The chair gives a reason and a day later than the present one.",
  authority = "Terms of reference 10.3",
  before    = "action.extend",
  requires  = {
    check { "a reason is given", function(r, e)
      local last = (r.extensions or {})[#(r.extensions or {})]
      if e.follows and last ~= nil and last.decision ~= nil then return true end -- the decision says why
      return e.reason ~= nil and text.trim(e.reason) ~= "", "say why (--reason)", { say = "reason" }
    end },
    has "due",
    check { "the new day is later than the present one", function(r)
      return r.before == nil or r.before.due == nil or r.due > r.before.due, "give a later day", { fill = "due", doc = r.id }
    end },
  },
}

rule "a report on an action says how it stands" {
  about     = "The newest stands; earlier ones stay in its history.",
  authority = "Terms of reference 10.1",
  before    = "action.report",
  requires  = { has "progress" },
}

rule "more time is asked for with a day and a reason" {
  about     = "So that the chair can decide about it.",
  authority = "Terms of reference 10.3",
  before    = "action.ask_for_time",
  requires  = {
    has { "asked_until", "asked_because" },
    check { "the day asked for is later than the present one", function(r)
      return r.due == nil or r.asked_until > r.due, "ask for a later day", { fill = "asked_until", doc = r.id }
    end },
  },
}

rule "the chair hears that more time is asked for" {
  about     = "It stays due on its day until the chair has given it a later one.",
  authority = "Terms of reference 10.3",
  after     = "action.ask_for_time",
  effects   = function(r)
    return { ask { from = "chair", to_do = "decide whether it gets a later day: " .. tostring(r.asked_until) .. " is asked for",
                   within = working_days(5), key = tostring(r.asked_until) } }
  end,
}

rule "an extension that cites a decision cites one that stands" {
  about     = "Allowed by the group: `--set allowed_by=CTB-2005-D012` beside the new day. Else it is the chair's own act.",
  authority = "Terms of reference 10.3",
  before    = "action.extend",
  when      = function(r) return #(r.extensions or {}) > 0 and r.extensions[#r.extensions].decision ~= nil end,
  requires  = {
    check { "the decision is there, and stands", function(r)
      local id = r.extensions[#r.extensions].decision
      local d = docs.get(id)
      if d == nil or d.kind ~= "decision" then return false, "there is no decision " .. id end
      return d.state == "recorded" or d.state == "implemented", id .. " is " .. d.state
    end },
  },
}

rule "an action is cancelled with a reason" {
  about     = "The group asked for it and may ask what became of it.",
  authority = "Terms of reference 10.4",
  before    = "action.cancel",
  requires  = {
    check { "a reason is given", function(_, e)
      return e.reason ~= nil and text.trim(e.reason) ~= "", "say why (--reason)", { say = "reason" }
    end },
  },
}

rule "actions are chased" {
  about     = "The owner is reminded, then the chair is told, then the parent board hears of it.",
  authority = "Terms of reference 10",
  daily     = "action", while_in = "open",
  effects   = {
    remind   { who = "owner", on = before("due", working_days(5)), about = "due in five working days" },
    remind   { who = "owner", on = "due",                          about = "due today" },
    remind   { who = "owner", on = after("due", working_days(3)),  about = "three working days overdue" },
    escalate { to = "chair",  on = after("due", working_days(5)),  about = "five working days overdue" },
    escalate { to = "chair of parent", on = after("due", working_days(param "overdue_to_parent")),
               about = "still open long after it was due",
               also = report { to = "parent", line = "solid", purpose = "overdue action" } },
  },
}
