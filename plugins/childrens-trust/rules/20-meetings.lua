-- Meetings, agendas and minutes.
--
-- Notice: an agenda goes out five clear working days before the meeting, or it does not go out. A single item may be added later by a
-- supplement: it is accepted, marked, and waits for the person presiding to rule it urgent at the meeting.
-- Minutes: filed as a draft, circulated, approved by the next meeting. After that their text is fixed.

-- The sentence of the rule about late items, used below and (in the same words) in 30-decisions.lua.
local late_item = "an item added late waits for a ruling of urgency"

workflow "meeting" {
  about  = "One meeting of a group. Who came, what was ruled urgent and who declared an interest are read out of its minutes.",
  states = { "planned", "held", "cancelled" },
  ends   = { "held", "cancelled" },
  moves  = {
    call   = move { from = "new", to = "planned", who = { "board officer", "chair" },
                    label = "Put the meeting in the diary",
                    about = "put it in the diary" },
    hold   = move { from = { "planned", "held" }, to = "held", who = { "board officer", "chair" }, dated = "act", records = true,
                    label = "Record that the meeting took place", by_itself = true,
                    about = "it took place; done by itself when minutes are filed, and again when they are corrected" },
    cancel = move { from = "planned", to = "cancelled", who = { "board officer", "chair" },
                    label = "Call the meeting off",
                    about = "it does not take place" },
    receive = move { from = "new", to = "held", who = "board officer",
                     label = "Take over a past meeting",
                     about = "past meetings come in with their minutes, on trust" },
  },
  edit = { who = "board officer", while_in = { "planned", "held" } },
}

workflow "agenda" {
  about  = "What a meeting is called to do. A further agenda for the same meeting is a supplement.",
  states = { "draft", "published", "cancelled" },
  ends   = { "published", "cancelled" },
  moves  = {
    file    = move { from = "new", to = "draft", who = { "board officer", "chair" },
                     label = "File the agenda",
                     about = "file it" },
    publish = move { from = "draft", to = "published", who = "board officer", stamp = "published",
                     label = "Publish the agenda and give notice",
                     about = "give notice; its papers are published with it" },
    cancel  = move { from = { "draft", "published" }, to = "cancelled", who = { "board officer", "chair" },
                     label = "Withdraw the agenda",
                     about = "the meeting it calls does not take place" },
  },
  edit = { who = "board officer", while_in = "draft" },
}

workflow "minutes" {
  about  = "The account of a meeting. Decisions and actions are read out of it.",
  states = { "draft", "circulated", "approved", "received" },
  ends   = { "approved", "received" },
  moves  = {
    file      = move { from = "new", to = "draft", who = { "board officer", "chair" }, dated = "act", records = true,
                       label = "File the minutes",
                       about = "file them" },
    circulate = move { from = "draft", to = "circulated", who = "board officer", stamp = "circulated",
                       label = "Circulate the draft minutes to the members",
                       about = "send the draft to the members" },
    approve   = move { from = { "draft", "circulated", "received" }, to = "approved", who = { "board officer", "chair" },
                       dated = "act", stamp = "approved",
                       label = "Record that the minutes were approved", by_itself = "or by hand",
                       about = "done by itself when the minutes of a later meeting say so" },
    receive   = move { from = "new", to = "received", who = "board officer",
                       label = "Take over past minutes",
                       about = "past minutes are taken over on trust: they and what is read out of them are not judged" },
  },
  edit = { who = "board officer", while_in = { "draft", "circulated", "received" } },
}

-- Notice ------------------------------------------------------------------------------------------------------------

rule "five clear working days" {
  about     = "An agenda is published five clear working days before the meeting. There is no waiver: a single urgent item goes on a "
           .. "supplement instead.",
  authority = "Terms of reference 7.2; Local Government Act 1972 s.100B(4)(a)",
  before    = "agenda.publish",
  when      = function(r) return r.supplements == nil end,
  requires  = { clear_days { param "agenda_clear_days", before = "meeting.date" } },
  otherwise = "move the meeting, or put what cannot wait on a supplement",
}

rule(late_item) {
  about     = "A supplement that leaves too few clear days is accepted, marked, and ruled on at the meeting. Without a ruling and its "
           .. "special circumstances in the minutes, what is decided under it has no effect.",
  authority = "Terms of reference 7.3; Local Government Act 1972 s.100B(4)(b)",
  before    = "agenda.publish",
  when      = function(r) return r.supplements ~= nil end,
  requires  = { clear_days { param "agenda_clear_days", before = "meeting.date" } },
  mode      = "irregular",
  marks     = "urgent, for the chair to rule at the meeting",
  cures     = "the person presiding rules it urgent at the meeting and the minutes state the special circumstances",
  cured_by  = "chair", cured_at = "meeting",
}

rule "a ruling of urgency at the meeting admits a late item" {
  about     = "Read out of the minutes: which item, who ruled, and the special circumstances. Without circumstances it is no ruling.",
  authority = "Local Government Act 1972 s.100B(4)(b)",
  after     = "meeting.hold",
  effects   = function(r)
    local out = {}
    for _, ruling in ipairs(r.urgent_rulings or {}) do
      if ruling.agenda and text.trim(ruling.circumstances or "") ~= "" then
        out[#out + 1] = cure { ruling.agenda, rule = late_item, by = "ruled urgent at the meeting: " .. ruling.circumstances }
      end
    end
    return out
  end,
}

rule "the papers of an agenda are approved before it goes out" {
  about     = "An agenda does not carry a paper that the chair has not approved.",
  authority = "Terms of reference 6.4",
  before    = "agenda.publish",
  requires  = {
    check { "each paper on it is approved", function(r)
      local waiting, steps = {}, {}
      for _, row in ipairs(r.items or {}) do
        local paper = row.paper and docs.get(row.paper)
        if paper and paper.kind == "paper" and paper.state ~= "approved" and paper.state ~= "published" then
          waiting[#waiting + 1] = paper.id
          steps[#steps + 1] = { move = "approve", doc = paper.id }
        end
      end
      if #waiting == 0 then return true end
      return false, "approve " .. text.join(waiting, ", ") .. " first, or take the item off", steps
    end },
  },
}

rule "what stands on a published agenda is published and placed with it" {
  about     = "Publishing an agenda publishes its papers, and the reports that wait for this meeting count as brought before it.",
  authority = "Terms of reference 7.2",
  after     = "agenda.publish",
  effects   = function(r)
    local out = {}
    for _, row in ipairs(r.items or {}) do
      local paper = row.paper and docs.get(row.paper)
      if paper and paper.kind == "paper" and paper.state == "approved" then
        out[#out + 1] = advance { paper.id, move = "publish" }
      end
    end
    for _, row in ipairs(r.brought or {}) do
      local waits = row.report and docs.get(row.report)
      if waits and waits.kind == "report" and waits.state == "waiting" then
        out[#out + 1] = advance { waits.id, move = "place" }
      end
    end
    return out
  end,
}

rule "a cancelled meeting has no agenda" {
  about     = "Cancelling a meeting cancels the agendas that call it.",
  authority = "Terms of reference 7.4",
  after     = "meeting.cancel",
  effects   = function(r)
    local out = {}
    for _, agenda in ipairs(docs.of("agenda", { field = "meeting", value = r.id })) do
      if agenda.state ~= "cancelled" then out[#out + 1] = advance { agenda.id, move = "cancel" } end
    end
    return out
  end,
}

-- Minutes -----------------------------------------------------------------------------------------------------------

rule "minutes are of a meeting that has been held" {
  about     = "Minutes cannot be filed before the day of the meeting.",
  authority = "Terms of reference 8.1",
  before    = "minutes.file",
  requires  = {
    check { "the day of the meeting has come", function(r, e)
      return r.meeting.date <= e.recorded_day, "file them on " .. tostring(r.meeting.date) .. " or later"
    end },
  },
  mode = "refuse",
}

rule "minutes are approved by a later meeting of the same group" {
  about     = "A decision of a later, quorate meeting of the same group approves them.",
  authority = "Terms of reference 8.3; Local Government Act 1972 Sch.12 para.41",
  before    = "minutes.approve",
  requires  = {
    check { "a later quorate meeting of the same group decided it", function(r)
      for _, d in ipairs(docs.of("decision", { field = "approves", value = r.id })) do
        local in_order = d.state == "recorded" or d.state == "implemented"
        for _, mark in ipairs(d.irregular or {}) do
          if mark.cured == nil then in_order = false end
        end
        if in_order and d.group.id == r.group.id and d.meeting and d.meeting.date > r.meeting.date then return true end
      end
      return false, "file the minutes of the meeting of " .. r.group.title .. " that approved them", { file = "minutes" }
    end },
  },
}

rule "approved minutes are not rewritten" {
  about     = "Once approved, the text is fixed. A correction is a decision of its own, in the minutes of the meeting that makes it.",
  authority = "Terms of reference 8.4",
  before    = "minutes.edit",
  requires  = {
    check { "the minutes are not yet approved", function(r)
      return r.before == nil or r.before.state ~= "approved",
        "the text is fixed: have the next meeting record the correction as a decision"
    end },
  },
}

rule "draft minutes are circulated in time" {
  about     = "The board officer is reminded; five working days later the chair is told.",
  authority = "Terms of reference 8.2",
  daily     = "minutes", while_in = "draft",
  effects   = {
    remind   { who = "board officer", on = after("meeting.date", working_days(param "minutes_within")),
               about = "circulate the draft minutes" },
    escalate { to = "chair", on = after("meeting.date", working_days(param "minutes_within" + 5)),
               about = "the draft minutes have not been circulated" },
  },
}
