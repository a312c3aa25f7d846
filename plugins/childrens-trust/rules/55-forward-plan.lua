-- The forward plan: what was promised for a later meeting. A recommendation or a decision that gives a day to report back by makes an
-- entry; the board officer may enter others (a review, the start of a service, the end of a consultation).

kind "milestone" {
  title = "Milestone", plural = "forward plan", lives = "numbered", folder = "forward-plan", letter = "T",
  about = "Something promised for a day: a report back, a review, a start.",
  fields = {
    title = "text", due = "date", first_due = "date", owner = "person", decision = "decision", paper = "paper",
    set_on = "date", done_on = "date", came_with = "any", extensions = "rows",   -- came_with: the paper or decision that kept the promise
  },
  required = { "title", "due" }, managed = { "first_due", "set_on", "done_on", "extensions" },
  date = "due", columns = { "title", "due", "owner", "decision" },
}

workflow "milestone" {
  about  = "Something promised for a day.",
  states = { "planned", "done", "dropped" },
  ends   = { "done", "dropped" },
  moves  = {
    plan     = move { from = "new", to = "planned", who = { "board officer", "chair" }, about = "enter it; done by itself for a report back" },
    complete = move { from = "planned", to = "done", who = { "owner", "board officer", "chair" }, dated = "act", stamp = "done_on",
                      about = "it came; say with what" },
    postpone = move { from = "planned", to = "planned", who = "chair", about = "it gets a later day" },
    drop     = move { from = "planned", to = "dropped", who = { "board officer", "chair" }, about = "it is no longer wanted" },
  },
  edit = { who = "board officer", while_in = "planned" },
}

-- What the paper's recommendation behind this decision promised; the decision's own day comes first.
local function promised(r)
  if r.report_back_by then return r.report_back_by end
  for _, row in ipairs(r.paper and r.paper.recommendations or {}) do
    local same = row.text and text.contains(text.lower(r.text), text.lower(text.trim(row.text)))
    if row.report_by and (same or (r.recommendation ~= nil and row.number == r.recommendation)) then return row.report_by end
  end
  return nil
end

rule "a promised report back stands in the forward plan" {
  about     = "When a decision, or the recommendation behind it, says by when the group wants to hear of it again.",
  authority = "Terms of reference 9.5",
  after     = "decision.record",
  when      = function(r, e)
    return not e.irregular and (r.outcome == "agreed" or r.outcome == "noted") and promised(r) ~= nil
  end,
  effects   = function(r)
    local day = promised(r)
    return { create_action { title = "Report back: " .. r.title, owner = "board officer", due = day, key = tostring(day), as = "milestone" } }
  end,
}

rule "what was promised is chased" {
  about     = "Its owner is reminded a month before and on the day; ten working days after it the chair is told.",
  authority = "Terms of reference 9.5",
  daily     = "milestone", while_in = "planned",
  effects   = {
    remind   { who = { "owner", "board officer" }, on = before("due", months(1)), about = "promised for a month from now" },
    remind   { who = { "owner", "board officer" }, on = "due", about = "promised for today" },
    escalate { to = "chair", on = after("due", working_days(10)), about = "what was promised has not come" },
  },
}

rule "a milestone is postponed or dropped with a reason" {
  about     = "The group was promised it; the reason stays on record, and so does the first day.",
  authority = "Terms of reference 9.5",
  before    = { "milestone.postpone", "milestone.drop" },
  requires  = {
    check { "a reason is given", function(_, e)
      return e.reason ~= nil and text.trim(e.reason) ~= "", "say why (--reason)"
    end },
    check { "a postponed one gets a later day", function(r, e)
      return e.name ~= "postpone" or r.before == nil or (r.due ~= nil and r.due > r.before.due), "give a later day (--set due=...)"
    end },
  },
}
