-- Notice in law: what a council's own bodies must give, besides what the terms of reference say.
--
-- A rule here binds a group by its regime (groups/<group>/group.md): "lga1972" a council and its committees, "exec2012" the executive.
-- A partnership board has no access code of its own. A paper that goes to several bodies meets the strictest of them: each agenda it
-- stands on is held to its own group's rules, and rules about the paper itself look at all its `bodies`.

kind "meeting" {
  extend = true,
  fields = { convened_short = { "text", label = "Why it was convened at short notice", about = "of fewer than five clear days" } },
}
kind "paper" {
  extend = true,
  fields = { bodies = { "groups", label = "Other bodies that decide on it" } },   -- besides the group that files it
}

roles { "proper officer", "head of paid service", "scrutiny chair", "scrutiny member", "authority chair", "authority vice chair" }

rule "a council's agenda is open five clear days before the meeting" {
  about      = "Monday to Friday count, bank holidays do not; neither the day of publication nor the day of the meeting counts.",
  authority  = "Local Government Act 1972 s.100B; SI 2002/715 arts 2-3; R v Swansea CC ex p Elitestone (CA 1993)",
  source_url = "https://www.legislation.gov.uk/uksi/2002/715",
  before     = "agenda.publish",
  regimes    = { "lga1972" }, from = "2002-10-01",
  when       = function(r) return r.supplements == nil end,
  requires   = { clear_days { 5, before = "meeting.date" } },
  otherwise  = "move the meeting, or put what cannot wait on a supplement",
}

rule "a council's agenda is open three clear days before the meeting" {
  about     = "The rule before 1 October 2002, for old meetings.",
  authority = "Local Government Act 1972 s.100B before SI 2002/715",
  before    = "agenda.publish",
  regimes   = { "lga1972" }, from = "1986-04-01", to = "2002-09-30",
  when      = function(r) return r.supplements == nil end,
  requires  = { clear_days { 3, before = "meeting.date" } },
}

rule "notice of a public meeting of the executive is five clear days" {
  about      = "Unless the meeting is convened at shorter notice: then notice is given when it is convened, and says why.",
  authority  = "SI 2012/2089 reg 6",
  source_url = "https://www.legislation.gov.uk/uksi/2012/2089",
  before     = "agenda.publish",
  regimes    = { "exec2012" }, from = "2012-09-10",
  when       = function(r) return r.supplements == nil and r.meeting.convened_short == nil end,
  requires   = { clear_days { 5, before = "meeting.date" } },
  otherwise  = "move the meeting, or say in `convened_short` of the meeting why it is convened at shorter notice",
}

-- Did the item stand on a published agenda of the meeting, or was it ruled urgent with the circumstances in the minutes?
local function on_agenda_or_urgent(r)
  for _, agenda in ipairs(docs.of("agenda", { field = "meeting", value = r.meeting.id })) do
    for _, row in ipairs(agenda.items or {}) do
      if agenda.state == "published" and row.number == r.item then return true end
    end
  end
  for _, ruling in ipairs(r.meeting.urgent_rulings or {}) do
    if ruling.item == r.item and text.trim(ruling.circumstances or "") ~= "" then return true end
  end
  return false, "if item " .. r.item .. " was ruled urgent, correct the draft minutes to say so and why; else decide it again"
end
local function an_item(r) return not r.procedural and r.meeting ~= nil and r.item ~= nil and r.approves == nil end

for _, law in ipairs {
  { "a council takes an item only from a published agenda or as urgent", "lga1972", "1986-04-01", "Local Government Act 1972 s.100B(4)" },
  { "the executive takes an item only from a published agenda or as urgent", "exec2012", "2012-09-10", "SI 2012/2089 reg 6" },
} do
  rule(law[1]) {
    about     = "An item on no agenda is taken only when the person presiding rules it urgent and the minutes say why. That holds for part "
             .. "of a paper too: recommendations that came late need the ruling.",
    authority = law[4],
    before    = "decision.record",
    regimes   = { law[2] }, from = law[3],
    when      = an_item,
    requires  = { check { "the item stood on a published agenda, or was ruled urgent", on_agenda_or_urgent } },
    mode      = "irregular",
    marks     = "irregular: on no published agenda, and not ruled urgent",
    cures     = "the minutes are corrected to state the ruling and its circumstances, or a later meeting decides the item again",
    cured_by  = "board officer", cured_at = "group",
  }
end
