-- Exempt items: a paper kept from the public names the paragraph that allows it, records the public interest test, and is taken in private
-- only by a resolution that names the paragraph.

kind "paper" {
  extend = true,
  fields = {
    exempt = { "bool", label = "Not for the public" },
    exempt_paragraphs = { "list", label = "Paragraphs that exempt it", about = "1 to 7, of Schedule 12A Part 1" },
    public_interest = { "text", label = "The public interest", about = "why keeping it private outweighs making it public", long = true },
    exempt_review = { "date", label = "Looked at again on" },
  },
}
kind "minutes" {
  extend = true,
  fields = {
    public_summary = { "text", about = "when what is left without the exempt parts is no fair and coherent record", long = true },
  },
}

-- Does any body that the paper goes to stand under one of these regimes?
local function goes_to(r, regimes)
  local groups = { r.group }
  for _, body in ipairs(r.bodies or {}) do groups[#groups + 1] = body end
  for _, group in ipairs(groups) do
    for _, regime in ipairs(regimes) do
      if group.regime == regime then return true end
    end
  end
  return false
end

local paragraphs = { ["1"] = true, ["2"] = true, ["3"] = true, ["4"] = true, ["5"] = true, ["6"] = true, ["7"] = true }

rule "an exempt paper names the paragraphs that make it so" {
  about     = "1 an individual; 2 identity of an individual; 3 financial or business affairs; 4 labour relations; 5 legal privilege; "
           .. "6 a proposed notice, order or direction; 7 prevention or prosecution of crime.",
  authority = "Local Government Act 1972 Sch 12A Part 1; SI 2012/2089 regs 2 and 4",
  before    = "paper.approve", from = "2006-03-01",
  when      = function(r) return r.exempt == true and goes_to(r, { "lga1972", "exec2012" }) end,
  requires  = {
    has "exempt_paragraphs",
    check { "each is one of the paragraphs 1 to 7", function(r)
      for _, one in ipairs(r.exempt_paragraphs) do
        if not paragraphs[tostring(one)] then return false, "there is no paragraph " .. tostring(one) .. ": 1 to 7" end
      end
      return true
    end },
  },
}

rule "paragraphs 6 and 7 are looked up before they are relied on" {
  about     = "What these two say was not confirmed when this pack was written.",
  authority = "Local Government Act 1972 Sch 12A Part 1 paras 6 and 7 (not confirmed)",
  before    = "paper.approve", from = "2006-03-01", to = "2027-12-31",
  when      = function(r) return r.exempt == true and goes_to(r, { "lga1972", "exec2012" }) end,
  requires  = {
    check { "paragraph 6 or 7 is not used", function(r)
      for _, one in ipairs(r.exempt_paragraphs or {}) do
        if tostring(one) == "6" or tostring(one) == "7" then return false, "read the paragraph in the Act and note it on the paper" end
      end
      return true
    end },
  },
  mode = "advise",
}

rule "an exemption records its public interest test" {
  about     = "Exempt only as long as the public interest in keeping it back outweighs that in showing it: say why, and when it is looked at "
           .. "again.",
  authority = "Local Government Act 1972 Sch 12A Part 2 para 10 (not confirmed)",
  before    = "paper.approve", from = "2006-03-01", to = "2027-12-31",
  when      = function(r) return r.exempt == true and goes_to(r, { "lga1972", "exec2012" }) end,
  requires  = { has { "public_interest", "exempt_review" } },
  mode      = "advise",
}

rule "a report lists its background papers" {
  about     = "Unpublished papers that it relies on to a material extent; 'none' when there are none.",
  authority = "Local Government Act 2000 s.97; SI 2012/2089 reg 2",
  before    = "paper.approve", from = "2012-09-10",
  when      = function(r) return r.purpose == "decision" and goes_to(r, { "lga1972", "exec2012" }) end,
  requires  = { has "background_papers" },
}

-- Is there a resolution of the same meeting that shuts the public out and names each paragraph that the paper relies on?
local function resolved(r)
  if r.meeting == nil then return false end
  for _, d in ipairs(docs.of("decision", { field = "meeting", value = r.meeting.id })) do
    local words, all = text.lower(d.text or ""), true
    for _, one in ipairs(r.paper and r.paper.exempt_paragraphs or {}) do
      if not text.contains(words, " " .. tostring(one)) then all = false end
    end
    if d.id ~= r.id and all and text.contains(words, "exclu") and text.contains(words, "paragraph") then return true end
  end
  return false
end
local function in_private(r) return not r.procedural and (r.exempt == true or (r.paper ~= nil and r.paper.exempt == true)) end
local how = "record the resolution in the minutes: that the public be excluded, by paragraph 3 of Part 1 of Schedule 12A"

rule "the executive takes an exempt item by resolution" {
  about     = "The resolution names the paragraph of Schedule 12A.",
  authority = "SI 2012/2089 reg 4",
  before    = "decision.record", regimes = { "exec2012" }, from = "2012-09-10",
  when      = in_private,
  requires  = { check { "a resolution of the meeting names the paragraph", function(r) return resolved(r), how end } },
  mode      = "irregular",
  marks     = "irregular: taken in private without a resolution that names the paragraph",
  cures     = "the draft minutes are corrected to state the resolution, or a later meeting decides the item again in public",
  cured_by  = "board officer", cured_at = "group",
}

rule "a council takes an exempt item by resolution" {
  about     = "The resolution names the paragraph of Schedule 12A.",
  authority = "Local Government Act 1972 s.100A(4) (not confirmed)",
  before    = "decision.record", regimes = { "lga1972" }, from = "1986-04-01", to = "2027-12-31",
  when      = in_private,
  requires  = { check { "a resolution of the meeting names the paragraph", function(r) return resolved(r), how end } },
  mode      = "advise",
}

rule "minutes with exempt parts have a public summary" {
  about     = "When what remains without the exempt parts is no fair and coherent record of what was done.",
  authority = "Local Government Act 1972 s.100C(2) (not confirmed)",
  before    = "minutes.circulate", regimes = { "lga1972" }, from = "1986-04-01", to = "2027-12-31",
  when      = function(r)
    for _, d in ipairs(docs.of("decision", { field = "minutes", value = r.id })) do
      if d.exempt == true then return true end
    end
    return false
  end,
  requires  = { has "public_summary" },
  mode      = "advise",
}

-- Inspection --------------------------------------------------------------------------------------------------------

local function open_until(r, years)
  local meeting = r.kind == "meeting" and r or r.meeting
  return meeting and meeting.date and cal.add(meeting.date, months(12 * years))
end

rule "minutes, agendas and reports stay open for six years" {
  about     = "Six years beginning with the date of the meeting. Until then none of them is removed.",
  authority = "Local Government Act 1972 s.100C(1)",
  before    = { "minutes.remove", "agenda.remove", "paper.remove" }, from = "1986-04-01",
  regimes   = { "lga1972", "exec2012" },
  when      = function(r) return open_until(r, 6) ~= nil end,
  requires  = {
    check { "six years have passed since the meeting", function(r, e)
      local open = open_until(r, 6)
      return e.recorded_day >= open, "it stays open to the public until " .. tostring(open - 1)
    end },
  },
}

rule "a report that lists background papers stays for four years" {
  about     = "They are open to inspection for four years from the meeting; the list of them stands in the report.",
  authority = "Openness guide of the department (2014) on the 2012 and 2014 regulations",
  before    = "paper.remove", regimes = { "officer2014" }, from = "2014-08-06",
  when      = function(r) return #(r.background_papers or {}) > 0 and open_until(r, 4) ~= nil end,
  requires  = {
    check { "four years have passed since the meeting", function(r, e)
      local open = open_until(r, 4)
      return e.recorded_day >= open, "its background papers stay open until " .. tostring(open - 1)
    end },
  },
}
