-- Disputes between partners: a ladder with a limit of days on each rung, and a way out to somebody independent from every rung.
--
-- The days are parameters of the terms of reference. When they run out, the dispute climbs by itself.

kind "dispute" {
  title = "Dispute", plural = "disputes", lives = "numbered", folder = "disputes", letter = "X",
  about = "What partners could not settle where it arose.",
  fields = {
    title = "text", raised_by = "person", against = { "text", label = "With whom" },
    about = { "any", label = "About which document" }, raised = { "date", label = "Raised on" },
    stage_started = { "date", label = "This stage began" },
    outcome = { "text", label = "How it was settled", long = true }, settled = { "date", label = "Ended on" },
    referred_to = { "text", label = "Referred to" },
  },
  required = { "title", "raised_by" }, managed = { "raised", "stage_started", "settled" },
  date = "raised", columns = { "title", "raised", "stage_started", "raised_by" },
}

roles { "independent person" }

params {
  dispute_stage_1_days = { about = "working days in which the chair of the group settles a dispute", default = 5, at_least = 1, at_most = 10 },
  dispute_stage_2_days = { about = "working days in which the chairs of the bodies above settle it", default = 5, at_least = 1, at_most = 10 },
  dispute_stage_3_days = { about = "working days in which the independent person settles it", default = 10, at_least = 1, at_most = 10 },
}

workflow "dispute" {
  about  = "Stage 1: the chair of the group. Stage 2: the chairs of the bodies above. Stage 3: the independent person.",
  states = { "stage 1", "stage 2", "stage 3", "resolved", "referred out", "withdrawn" },
  ends   = { "resolved", "referred out", "withdrawn" },
  moves  = {
    raise     = move { from = "new", to = "stage 1", who = { "raised_by", "board officer" }, stamp = "raised",
                       label = "Raise the dispute",
                       about = "enter it" },
    advance   = move { from = "stage 1", to = "stage 2", who = { "raised_by", "board officer", "chair" }, stamp = "stage_started",
                       label = "Take the dispute to stage 2", by_itself = "or by hand",
                       about = "to the chairs of the bodies above; by itself when the days of stage 1 run out" },
    elevate = move { from = "stage 2", to = "stage 3", who = { "raised_by", "board officer", "chair of parent" }, stamp = "stage_started",
                       label = "Take the dispute to stage 3", by_itself = "or by hand",
                       about = "to the independent person; by itself when the days of stage 2 run out" },
    resolve   = move { from = { "stage 1", "stage 2", "stage 3" }, to = "resolved",
                       who = { "chair", "chair of parent", "independent person" }, dated = "act", stamp = "settled",
                       asks = "outcome",
                       label = "Record that the dispute is settled",
                       about = "it is settled" },
    refer     = move { from = { "stage 1", "stage 2", "stage 3" }, to = "referred out", stamp = "settled", asks = { "referred_to", "reason" },
                       who = { "raised_by", "chair", "chair of parent", "independent person", "monitoring officer" },
                       label = "Refer the dispute outside the partnership",
                       about = "somebody outside the partnership takes it; from any stage" },
    withdraw  = move { from = { "stage 1", "stage 2", "stage 3" }, to = "withdrawn", who = { "raised_by", "board officer" },
                       stamp = "settled",
                       label = "Take the dispute back",
                       about = "whoever raised it takes it back" },
  },
  edit = { who = { "raised_by", "board officer" }, while_in = { "stage 1", "stage 2", "stage 3" } },
}

local steps = {
  { state = "stage 1", since = "raised", days = "dispute_stage_1_days", move = "advance", to = "chair of parent" },
  { state = "stage 2", since = "stage_started", days = "dispute_stage_2_days", move = "elevate", to = "independent person" },
}
for _, step in ipairs(steps) do
  rule("a dispute climbs when the days of " .. step.state .. " run out") {
    about     = "On the working day after the last one it goes to the next stage, and who sits there is told.",
    authority = "Terms of reference 12.2",
    daily     = "dispute", while_in = step.state,
    effects   = function(r)
      local day = after(step.since, working_days(param(step.days) + 1))
      return {
        advance  { r.id, move = step.move, on = day },
        escalate { to = step.to, on = day, about = "a dispute was not settled at " .. step.state },
      }
    end,
  }
end

rule "a dispute that the last stage did not settle is looked at for referral" {
  about     = "Whoever raised it and the independent person are asked whether it goes outside; five working days later the chair of the body "
           .. "above is told.",
  authority = "Terms of reference 12.3",
  daily     = "dispute", while_in = "stage 3",
  effects   = {
    ask      { from = { "raised_by", "independent person" }, to_do = "decide whether to refer the dispute outside",
               on = after("stage_started", working_days(param "dispute_stage_3_days" + 1)) },
    escalate { to = "chair of parent", about = "a dispute has gone through all stages and is neither settled nor referred",
               on = after("stage_started", working_days(param "dispute_stage_3_days" + 6)) },
  },
}

rule "a dispute is settled by somebody other than who raised it" {
  about     = "Nor by who typed it in; and the record says how it was settled.",
  authority = "Terms of reference 12.4",
  before    = "dispute.resolve",
  requires  = { not_by "raised_by", not_by "author", has "outcome" },
}

rule "a stage of a dispute is settled by who sits at it" {
  about     = "The chair at stage 1, the chairs of the bodies above at stage 2, the independent person at stage 3.",
  authority = "Terms of reference 12.2",
  before    = "dispute.resolve",
  requires  = {
    check { "it is whose stage it is", function(r, e)
      local role = "chair"
      if e.from_state == "stage 2" then role = "chair of parent" end
      if e.from_state == "stage 3" then role = "independent person" end
      for _, person in ipairs(people.holding(role, r.group)) do
        if person == e.by then return true end
      end
      return false, "this stage is settled by the " .. role
    end },
  },
}

rule "a referral outside says where and why" {
  about     = "Possible from every stage: a child's safety does not wait for a ladder.",
  authority = "Terms of reference 12.3",
  before    = "dispute.refer",
  requires  = {
    has "referred_to",
    check { "a reason is given", function(_, e)
      return e.reason ~= nil and text.trim(e.reason) ~= "", "say why (--reason)", { say = "reason" }
    end },
  },
}

rule "a dispute names whom it is with" {
  about     = "Whoever raises it says with whom, and what about, so that the other side can answer.",
  authority = "Terms of reference 12.1",
  before    = "dispute.raise",
  requires  = { has "against" },
}
