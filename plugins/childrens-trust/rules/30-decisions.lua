-- Decisions: read out of the minutes, never refused, but marked when something was not in order.
--
-- A decision that is marked has no effect until it is cured. It stands in the register of irregularities and goes back to the group.
-- A decision that is in order is reported up every line of the group that took it.

-- The sentences of two rules, named by others below. `late_item` is the rule in 20-meetings.lua.
local quorum, late_item = "no decision without a quorum", "an item added late waits for a ruling of urgency"

params {
  delegated_limit = { about = "largest amount (pounds) the group may decide on its own; above it the decision waits for the body above",
                      default = 0, at_most = 50000 },
}

workflow "decision" {
  about  = "What a meeting resolved, in the very words of its minutes.",
  states = { "recorded", "implemented", "superseded", "rescinded", "dropped from draft", "received" },
  ends   = { "implemented", "superseded", "rescinded", "received" },
  moves  = {
    record    = move { from = { "new", "recorded", "implemented", "superseded", "rescinded" }, to = "recorded",
                       who = { "board officer", "chair" }, dated = "act", records = true,
                       label = "Record the decision", by_itself = true,
                       about = "done by itself when minutes are filed, and again when they are corrected" },
    drop      = move { from = { "recorded", "received" }, to = "dropped from draft", who = "board officer", stamp = "dropped",
                       label = "Drop the decision from the draft", by_itself = true,
                       about = "a corrected draft no longer has it; its id is not used again" },
    restore   = move { from = "dropped from draft", to = "recorded", who = "board officer",
                       label = "Put the decision back into the draft", by_itself = true,
                       about = "a corrected draft has it again" },
    implement = move { from = { "recorded", "received" }, to = "implemented", who = { "board officer", "chair" }, dated = "act",
                       label = "Record that the decision has been carried out",
                       about = "it has been carried out" },
    meet      = move { from = "recorded", to = "recorded", who = { "board officer", "chair" }, dated = "act",
                       completes = { rows = "conditions", on = "met_on", by = "met_by", note = "evidence" },
                       asks = { "row", "reason" },
                       label = "Record that a condition is met",
                       about = "a condition is met; the reason says what shows it" },
    supersede = move { from = { "recorded", "implemented", "received" }, to = "superseded", who = { "board officer", "chair" },
                       asks = "superseded_by",
                       label = "Record that a later decision has replaced it", by_itself = "or by hand",
                       about = "a later decision has taken its place; done by itself when its minutes say so" },
    rescind   = move { from = { "recorded", "received" }, to = "rescinded", who = "chair", stamp = "rescinded", asks = "reason",
                       label = "Take the decision back",
                       about = "it is taken back" },
    receive   = move { from = "new", to = "received", who = "board officer",
                       label = "Take over a past decision", by_itself = true,
                       about = "read out of past minutes, on trust: it was not judged" },
  },
  edit = { who = "board officer", while_in = { "recorded", "implemented", "received" } },
}

rule "what minutes recorded is told again only by correcting them" {
  about     = "Decisions and actions are read out of minutes. To change one, file the corrected minutes; nobody records it anew by hand.",
  authority = "Terms of reference 8.1",
  before    = { "decision.record", "action.record" },
  when      = function(_, e) return e.from_state ~= "new" end,
  requires  = {
    check { "it follows from the minutes", function(_, e) return e.follows, "file the corrected minutes" end },
  },
  mode = "refuse",
}

-- In order? ---------------------------------------------------------------------------------------------------------

rule(quorum) {
  about     = "Enough voting members are present. Members with a declared interest in the item do not count; a substitute counts for the "
           .. "member in whose place he or she sits. A group may adjourn without a quorum, but it may not approve minutes.",
  authority = "Terms of reference 5.4",
  before    = "decision.record",
  when      = function(r) return not r.procedural or r.approves ~= nil end,
  requires  = { quorate { "meeting" } },
  mode      = "irregular",
  marks     = "without effect: inquorate",
  cures     = "ratified at a quorate meeting of the group",
  cured_at  = "group",
}

-- The item as a supplement of this meeting has it, when that supplement came late or never went out; else nil.
local function late_row(r)
  if r.meeting == nil or r.item == nil then return nil end
  for _, agenda in ipairs(docs.of("agenda", { field = "meeting", value = r.meeting.id })) do
    if agenda.supplements and agenda.state ~= "cancelled" then
      local late = agenda.state == "draft"
      for _, mark in ipairs(agenda.irregular or {}) do
        if mark.rule == late_item then late = true end
      end
      if late then
        for _, row in ipairs(agenda.items or {}) do
          if row.number == r.item then return row end
        end
      end
    end
  end
  return nil
end

rule "a late item is decided only if it was ruled urgent" {
  about     = "The person presiding rules that the item be taken because of special circumstances, and the minutes state them.",
  authority = "Terms of reference 7.3; Local Government Act 1972 s.100B(4)(b)",
  before    = "decision.record",
  when      = function(r) return not r.procedural and late_row(r) ~= nil end,
  requires  = {
    check { "the minutes state the ruling and its special circumstances", function(r)
      for _, ruling in ipairs(r.meeting.urgent_rulings or {}) do
        if ruling.item == r.item and text.trim(ruling.circumstances or "") ~= "" then return true end
      end
      return false, "if the person presiding ruled item " .. r.item .. " urgent, correct the draft minutes to say so and why"
    end },
  },
  mode      = "irregular",
  marks     = "irregular: late item without a ruling of urgency",
  cures     = "the minutes are corrected to state the ruling and its special circumstances, or a later meeting decides the item again",
  cured_by  = "board officer", cured_at = "group",
}

rule "a person with an interest in the item does not move or second it" {
  about     = "Shown beside the decision; the decision stands.",
  authority = "Code of conduct 4; terms of reference 5.6",
  before    = "decision.record",
  when      = function(r) return r.meeting ~= nil and r.item ~= nil and (r.mover ~= nil or r.seconder ~= nil) end,
  requires  = {
    check { "neither mover nor seconder declared an interest in the item", function(r)
      for _, interest in ipairs(r.meeting.interests or {}) do
        if interest.person and interest.item == r.item then
          local words = text.words(people.name(interest.person))
          local surname = words[#words]
          if text.contains(r.mover or "", surname) or text.contains(r.seconder or "", surname) then
            return false, "have somebody else move it at the next meeting"
          end
        end
      end
      return true
    end },
  },
  mode = "advise", to = "2009-12-31",
}

rule "minutes are corrected by the group whose minutes they are" {
  about     = "A correction of approved minutes is a decision, and only the group itself can make it.",
  authority = "Terms of reference 8.4",
  before    = "decision.record",
  when      = function(r) return r.corrects ~= nil end,
  requires  = {
    check { "the minutes are the group's own", function(r)
      return r.corrects.group.id == r.group.id, "ask " .. r.corrects.group.title .. " to correct its minutes"
    end },
  },
  marks = "without effect: not the group's own minutes",
  cures = "the group whose minutes they are decides the correction",
  cured_at = { "corrects" },
}

rule "a decision is taken back with a reason" {
  authority = "Terms of reference 5.8",
  about     = "Whoever acted on the decision is owed the reason. A decision of a later meeting that rescinds it is reason enough.",
  before    = "decision.rescind",
  when      = function(_, e) return not e.follows end,
  requires  = {
    check { "a reason is given", function(_, e)
      return e.reason ~= nil and text.trim(e.reason) ~= "", "say why (--reason)", { say = "reason" }
    end },
  },
}

local function open_marks(d)
  for _, mark in ipairs(d.irregular or {}) do
    if mark.cured == nil then return true end
  end
  return false
end

rule "a condition is met when something shows it" {
  about     = "The reason given with the move says what: a letter, the minutes of a meeting, a date.",
  authority = "Terms of reference 5.9",
  before    = "decision.meet",
  requires  = {
    has "conditions",
    check { "it is said what shows it", function(_, e)
      if e.follows then return true end -- a later decision says so; it stands in the row
      return e.reason ~= nil and text.trim(e.reason) ~= "", "say what shows that it is met (--reason)", { say = "reason" }
    end },
  },
}

rule "a decision is carried out when it has effect and its conditions are met" {
  about     = "What is marked waits for its cure, what is conditional for its conditions.",
  authority = "Terms of reference 5.9",
  before    = "decision.implement",
  requires  = {
    check { "nothing about it is irregular", function(r) return not open_marks(r), "have the mark cured first (minutebook irregularities)",
        { cure = true, doc = r.id }
    end },
    check { "its conditions are met", function(r)
      for number, row in ipairs(r.conditions or {}) do
        if row.met_on == nil then
          return false, "condition " .. number .. " is not met (" .. tostring(row.text) .. "): minutebook move " .. r.id .. " meet",
            { move = "meet", doc = r.id }
        end
      end
      return true
    end },
  },
}

-- May a decision of this group undo one of that group? Its own, and those of the bodies that report to it.
local function over(group, other)
  if group.id == other.id then return true end
  for _, way in ipairs(lines.up(other)) do
    if way.group.id == group.id then return true end
  end
  return false
end

rule "a later decision takes the place of one of its own group or of a body below" {
  about     = "Moved by hand, the decision says which later one has taken its place.",
  authority = "Terms of reference 5.8",
  before    = "decision.supersede",
  when      = function(_, e) return not e.follows end,
  requires  = {
    has "superseded_by",
    check { "the later decision stands, is later, and of this group or a body above", function(r)
      local d = r.superseded_by
      if d.id == r.id or d.date < r.date then return false, "name a later decision" end
      if (d.state ~= "recorded" and d.state ~= "implemented") or open_marks(d) then return false, d.id .. " does not stand" end
      return over(d.group, r.group), "name a decision of " .. r.group.title .. " or of a body above it"
    end },
  },
}

rule "a group undoes its own decisions, and those of bodies below it" {
  about     = "A decision that supersedes, amends or rescinds somebody else's has no effect on it.",
  authority = "Terms of reference 5.8",
  before    = "decision.record",
  when      = function(r) return r.supersedes ~= nil or r.amends ~= nil or r.rescinds ~= nil end,
  requires  = {
    check { "each is its own or a body's below", function(r)
      for _, list in ipairs { r.supersedes or {}, r.amends or {}, r.rescinds or {} } do
        for _, d in ipairs(list) do
          if not over(r.group, d.group) then return false, "ask " .. d.group.title .. " to decide about " .. d.id end
        end
      end
      return true
    end },
  },
  mode      = "irregular",
  marks     = "without effect: undoes another body's decision",
  cures     = "the body whose decision it is decides it",
  cured_at  = { "supersedes", "amends", "rescinds" },
}

-- What follows ------------------------------------------------------------------------------------------------------

rule "a decision without effect goes back to the group" {
  about     = "It waits for the group's own next meeting, to be ratified there.",
  authority = "Terms of reference 5.5",
  after     = "decision.record",
  when      = function(_, e) return e.irregular end,
  effects   = function(r)
    return { report { to = r.group, purpose = "for ratification" } }
  end,
}

-- What the first body up a solid line has to do with a decision: confirm it, or only note it.
local function purpose_above(d)
  if d.outcome == "recommended" or d.outcome == "referred" then return "for ratification" end
  if d.outcome ~= "agreed" then return "to note" end
  if d.amount ~= nil and d.amount <= params.value("delegated_limit", d) then return "to note" end
  return "for ratification"
end

-- How much a body is asked to do, the most first. Reached along two routes, it gets the decision once, with the most.
local weight = { ["for ratification"] = 3, ["to note"] = 2, ["for information"] = 1 }

-- The bodies that hear of a decision, each once: {group, line, purpose}, in the order in which the lines reach them.
local function audiences(group, purpose_of_first)
  local out, at = {}, { [group.id] = 0 }
  local function reach(body, line, purpose)
    local place = at[body.id]
    if place == nil then
      out[#out + 1] = { group = body, line = line, purpose = purpose }
      at[body.id] = #out
    elseif place > 0 and weight[purpose] > weight[out[place].purpose] then
      out[place].line, out[place].purpose = line, purpose
    end
  end
  for _, way in ipairs(lines.up(group)) do
    local purpose = "to note"
    if way.step == 1 then purpose = purpose_of_first end
    reach(way.group, way.type, purpose)
  end
  for _, body in ipairs(lines.dotted(group)) do reach(body, "dotted", "for information") end
  return out
end

local reported = { agreed = true, recommended = true, referred = true, noted = true, elected = true }

rule "decisions are reported up the reporting lines" {
  about     = "The bodies at the end of the group's solid lines ratify or note it, those further up note it, those on a dotted line are "
           .. "told. A body that is reached along two routes gets it once, with the most it is asked to do. A decision that ratifies one of the group's own reports that one. Procedure and corrections of "
           .. "minutes are not reported.",
  authority = "Terms of reference 9",
  after     = "decision.record",
  when      = function(r, e) return not e.irregular and not r.procedural and r.corrects == nil and reported[r.outcome] == true end,
  effects   = function(r)
    local subject, out = r, {}
    if r.ratifies and r.ratifies.group.id == r.group.id then subject = r.ratifies end
    for _, one in ipairs(audiences(r.group, purpose_above(subject))) do
      out[#out + 1] = report { to = one.group, line = one.line, purpose = one.purpose, subject = subject.id, title = subject.title }
    end
    return out
  end,
}

rule "a decision to approve minutes approves them" {
  about     = "The minutes of an earlier meeting of the same group.",
  authority = "Terms of reference 8.3",
  after     = "decision.record",
  when      = function(r, e)
    return not e.irregular and r.approves ~= nil and r.outcome == "agreed" and r.approves.state ~= "approved"
      and r.meeting ~= nil and r.approves.group.id == r.group.id and r.approves.meeting.date < r.meeting.date
  end,
  effects   = function(r) return { advance { r.approves.id, move = "approve" } } end,
}

rule "what a decision supersedes or rescinds no longer stands" {
  about     = "Read out of the words: 'in place of CTB-2005-D004', 'that CTB-2005-D004 be rescinded'.",
  authority = "Terms of reference 5.8",
  after     = "decision.record",
  when      = function(r, e) return not e.irregular and r.outcome == "agreed" and (r.supersedes ~= nil or r.rescinds ~= nil) end,
  effects   = function(r)
    local out = {}
    for _, d in ipairs(r.supersedes or {}) do
      if d.state == "recorded" or d.state == "implemented" then out[#out + 1] = advance { d.id, move = "supersede" } end
    end
    for _, d in ipairs(r.rescinds or {}) do
      if d.state == "recorded" then out[#out + 1] = advance { d.id, move = "rescind" } end
    end
    return out
  end,
}

rule "a decision that finds a condition met closes it" {
  about     = "'That it be noted that the condition in CTB-2005-D004 has been met.' One without effect closes nothing; nor does a group "
           .. "that the earlier decision does not answer to.",
  authority = "Terms of reference 5.9",
  after     = "decision.record",
  when      = function(r, e) return not e.irregular and r.meets ~= nil and (r.outcome == "agreed" or r.outcome == "noted") end,
  effects   = function(r)
    local out = {}
    for _, met in ipairs(r.meets) do
      local d = docs.get(met.decision)
      local row = d and (d.conditions or {})[tonumber(met.row)]
      if row and row.met_on == nil and d.state == "recorded" and over(r.group, d.group) then
        out[#out + 1] = advance { d.id, move = "meet", row = met.row, day = met.on, note = "found met by " .. r.id .. ": " .. met.evidence }
      end
    end
    return out
  end,
}

rule "a decision that extends an action gives it its new date" {
  about     = "The extension names the decision that allowed it; the first date stays. A decision without effect extends nothing.",
  authority = "Terms of reference 10.3",
  after     = "decision.record",
  when      = function(r, e) return not e.irregular and r.extends ~= nil and r.outcome ~= "lost" and r.outcome ~= "rejected" and r.outcome ~= "withdrawn" end,
  effects   = function(r)
    local out = {}
    for _, more in ipairs(r.extends) do
      local a = docs.get(more.action)
      if a and (a.state == "open" or a.state == "received") and (a.due == nil or more.to > a.due) and over(r.group, a.group) then
        out[#out + 1] = advance { a.id, move = "extend", day = more.to, note = r.title }
      end
    end
    return out
  end,
}

rule "a decision to ratify gives effect to what was inquorate" {
  about     = "A quorate meeting of the same group ratifies; from then on the earlier decision has effect.",
  authority = "Terms of reference 5.5",
  after     = "decision.record",
  when      = function(r, e)
    return not e.irregular and r.ratifies ~= nil and r.outcome == "agreed" and r.ratifies.group.id == r.group.id
  end,
  effects   = function(r) return { cure { r.ratifies.id, rule = quorum, by = "ratified by " .. r.id } } end,
}

rule "a report is considered when a decision deals with it" {
  about     = "A decision that names what a report is about (or ratifies it) settles the report that waited for this group.",
  authority = "Terms of reference 9.2",
  after     = "decision.record",
  when      = function(_, e) return not e.irregular end,
  effects   = function(r)
    local out, named = {}, {}
    for _, id in ipairs(r.refers or {}) do named[#named + 1] = id end
    if r.ratifies then named[#named + 1] = r.ratifies.id end
    for _, id in ipairs(named) do
      for _, waits in ipairs(docs.of("report", { field = "subject", value = id, group = r.group.id })) do
        if waits.state == "waiting" or waits.state == "on agenda" then
          out[#out + 1] = advance { waits.id, move = "consider" }
        end
      end
    end
    return out
  end,
}

rule "reports follow a decision through corrections of the draft" {
  about     = "When corrected minutes put a decision in order, it no longer waits for its own group but for the bodies above; when they "
           .. "show that it was not in order, the other way round.",
  authority = "Terms of reference 9.3",
  after     = "decision.record",
  when      = function(r, e)
    if e.from_state == "new" then return false end
    for _, mark in ipairs(r.irregular) do
      if mark.cured_by and text.starts(mark.cured_by, "ratified") then return false end
    end
    return true
  end,
  effects   = function(r, e)
    local out = {}
    for _, waits in ipairs(docs.of("report", { field = "subject", value = r.id })) do
      local own = waits.group.id == r.group.id
      if own == e.irregular then
        if waits.state == "lapsed" then out[#out + 1] = advance { waits.id, move = "revive" } end
      elseif waits.state == "waiting" or waits.state == "on agenda" then
        out[#out + 1] = advance { waits.id, move = "lapse" }
      end
    end
    return out
  end,
}

rule "a decision dropped from the draft takes its reports with it" {
  about     = "What was reported because of a slip in a draft no longer waits for anybody.",
  authority = "Terms of reference 9.3",
  after     = "decision.drop",
  effects   = function(r)
    local out = {}
    for _, waits in ipairs(docs.of("report", { field = "subject", value = r.id })) do
      if waits.state == "waiting" or waits.state == "on agenda" then out[#out + 1] = advance { waits.id, move = "lapse" } end
    end
    return out
  end,
}

rule "a decision restored to the draft brings its reports back" {
  about     = "The counterpart of the rule above.",
  authority = "Terms of reference 9.3",
  after     = "decision.restore",
  effects   = function(r)
    local out = {}
    for _, waits in ipairs(docs.of("report", { field = "subject", value = r.id })) do
      if waits.state == "lapsed" then out[#out + 1] = advance { waits.id, move = "revive" } end
    end
    return out
  end,
}
