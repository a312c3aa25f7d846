-- What the record of a decision must hold before it is carried out: the executive's, and those of officers under delegation.

local conflicts = {                   -- of executive or committee members who were consulted
  "rows", label = "Conflicts of interest", columns = {
    "person person", "nature", { "dispensation", about = "who gave it and when, or none" } },
}

kind "decision" {
  extend = true,
  fields = {
    alternatives = { "text", about = "what else was considered, and why not; none, when there was nothing" },
    conflicts = conflicts,
    record_made_by = { "person", about = "the proper officer, or whoever presided in that officer's absence" },
    delegated_under = { "text", about = "of an officer's decision: the delegation it rests on" },
  },
}

kind "officer-decision" {
  extend = true,
  fields = { conflicts = conflicts },
}

params {
  decision_record_within = { about = "working days after a decision in which its record is completed", default = 2, at_most = 5 },
}

local function conflicts_answered(r)
  for _, row in ipairs(r.conflicts or {}) do
    if text.trim(tostring(row.dispensation or "")) == "" then
      return false, "say for each conflict of interest whether a dispensation was given and by whom, or 'none'"
    end
  end
  return true
end

rule "the executive's decision is recorded whole before it is carried out" {
  about     = "The decision and its date, reasons, alternatives rejected, each declared conflict with any dispensation by the head of paid "
           .. "service.",
  authority = "SI 2012/2089 regs 12 and 13",
  before    = "decision.implement", regimes = { "exec2012" }, from = "2012-09-10",
  when      = function(r) return not r.procedural end,
  requires  = {
    has { "date", "reasons", "alternatives", "record_made_by" },
    check { "each conflict of interest says whether there was a dispensation", conflicts_answered },
  },
}

rule "the record is made by the proper officer or by who presided" {
  about     = "Whoever presided makes it only in the proper officer's absence.",
  authority = "SI 2012/2089 reg 12(1)",
  before    = "decision.implement", regimes = { "exec2012" }, from = "2012-09-10",
  when      = function(r) return not r.procedural and r.meeting ~= nil and r.record_made_by ~= nil end,
  requires  = {
    check { "the proper officer or the person presiding made it", function(r)
      for _, person in ipairs(people.holding("proper officer", r.group, r.date)) do
        if person == r.record_made_by.id then return true end
      end
      local chair = r.meeting.chaired_by
      return chair ~= nil and chair.id == r.record_made_by.id, "have the proper officer make the record"
    end },
  },
}

rule "the record of an executive decision is completed soon" {
  about     = "The board officer is reminded of a record that is not whole.",
  authority = "SI 2012/2089 reg 12(1): as soon as reasonably practicable",
  daily     = "decision", while_in = "recorded", regimes = { "exec2012" }, from = "2012-09-10",
  when      = function(r) return not r.procedural and (r.reasons == nil or r.alternatives == nil or r.record_made_by == nil) end,
  effects   = {
    remind { who = "board officer", on = after("date", working_days(param "decision_record_within")),
             about = "complete the record of the decision: reasons, alternatives rejected, who made it" },
  },
}

rule "an officer's decision under delegation is recorded whole" {
  about     = "Date, decision and reasons, options rejected, the delegation it rests on, and the members who declared a conflict.",
  authority = "SI 2014/2095 reg 7",
  before    = "decision.implement", regimes = { "officer2014" }, from = "2014-08-06",
  requires  = {
    has { "date", "reasons", "alternatives" },
    any_of { has "delegated_under", has "under" },
    check { "each conflict of interest says whether there was a dispensation", conflicts_answered },
  },
}

rule "papers of a private meeting or an individual decision are open to members within a day" {
  about     = "Any member may see them when the meeting ends or the decision is made, and in any event within 24 hours.",
  authority = "SI 2012/2089 reg 16",
  after     = "decision.record", regimes = { "exec2012" }, from = "2012-09-10",
  when      = function(r, e) return e.from_state == "new" and (r.exempt == true or r.meeting == nil) end,
  effects   = { remind { who = "board officer", about = "let members see the papers within 24 hours" } },
}

rule "a decision by one person is recorded whole before its record is published" {
  about     = "Whether an officer decides or one member of the executive: date, decision and reasons, options rejected, and for each conflict of "
           .. "interest of those consulted whether there was a dispensation.",
  authority = "SI 2012/2089 reg 13; SI 2014/2095 reg 7",
  before    = "officer-decision.publish", regimes = { "exec2012", "officer2014" }, from = "2014-08-06",
  requires  = {
    has { "date", "reasons", "alternatives" },
    check { "each conflict of interest says whether there was a dispensation", conflicts_answered },
  },
}

rule "the record of a decision by one person is published soon" {
  about     = "Whoever took it and the board officer are reminded.",
  authority = "SI 2012/2089 reg 13; SI 2014/2095 reg 7: as soon as reasonably practicable",
  daily     = "officer-decision", while_in = "recorded", regimes = { "exec2012", "officer2014" }, from = "2014-08-06",
  effects   = {
    remind { who = { "taken_by", "board officer" }, on = after("date", working_days(param "decision_record_within")),
             about = "complete the record of the decision and publish it" },
  },
}
