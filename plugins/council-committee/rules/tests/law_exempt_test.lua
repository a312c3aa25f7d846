-- Exempt items, background papers, inspection.

local P, M = "CTB-2005-P001", "CTB-2005-M001"
local lga, executive = { board = { regime = "lga1972" } }, { executive = { regime = "exec2012" }, board = { regime = "exec2012" } }
local signed = {
  { role = "finance lead", by = "fay", of = "now", on = "2026-03-02" }, { role = "legal lead", by = "leo", of = "now", on = "2026-03-02" },
}
local function paper(fields, groups)
  fields.signoffs, fields.background_papers = signed, fields.background_papers or { "none" }
  return { groups = groups or lga, [P] = fields }
end
local approve = { move = "approve", on = P, by = "cath", date = "2026-03-03" }
local names = "an exempt paper names the paragraphs that make it so"
local test_rule = "an exemption records its public interest test"

test "an exempt paper with paragraph and test" {
  given  = paper { exempt = true, exempt_paragraphs = { "3" }, public_interest = "The tender is open.", exempt_review = "2026-09-01" },
  when   = approve,
  expect = { allowed = true, advised = false },
}
test "without a paragraph it is refused" {
  given = paper { exempt = true }, when = approve, expect = { refused_by = names, says = "exempt_paragraphs" },
}
test "there is no paragraph 9" {
  given = paper { exempt = true, exempt_paragraphs = { "9" } }, when = approve, expect = { refused_by = names, says = "paragraph 9" },
}
test "the test is advised, not required" {
  given = paper { exempt = true, exempt_paragraphs = { "3" } }, when = approve, expect = { allowed = true, advised = test_rule },
}
test "paragraphs 6 and 7 are to be looked up" {
  given  = paper { exempt = true, exempt_paragraphs = { "7" }, public_interest = "x", exempt_review = "2026-09-01" },
  when   = approve,
  expect = { allowed = true, advised = "paragraphs 6 and 7 are looked up before they are relied on" },
}
test "a partnership paper that also goes to the executive meets the stricter rule" {
  given  = paper({ exempt = true, bodies = { "executive" } }, { executive = { regime = "exec2012" } }),
  when   = approve,
  expect = { refused_by = names },
}
test "one that stays with the partnership does not" {
  given = paper({ exempt = true }, {}), when = approve, expect = { allowed = true, advised = false },
}
test "background papers are listed" {
  given = { groups = lga, [P] = { signoffs = signed } }, when = approve,
  expect = { refused_by = "a report lists its background papers", says = "background_papers" },
}

-- Resolutions -------------------------------------------------------------------------------------------------------

local function private(groups, text)
  return {
    groups = groups,
    ["CTB-2026-M001"] = {
      kind = "meeting", group = "board", state = "held", title = "March", date = "2026-03-17",
      attendance = { { person = "cath", as = "present" }, { person = "vera", as = "present" }, { person = "tom", as = "present" } },
    },
    ["CTB-2026-M001-agenda"] = { kind = "agenda", state = "published", author = "bo", title = "Agenda", meeting = "CTB-2026-M001",
                                 items = { { number = "9", title = "A tender" } } },
    ["CTB-2026-D001"] = { kind = "decision", group = "board", state = "recorded", title = "exclusion", text = text, outcome = "agreed",
                          date = "2026-03-17", meeting = "CTB-2026-M001", item = "8", procedural = true },
    ["CTB-2026-D002"] = { kind = "decision", group = "board", title = "award", text = "That the tender be accepted.", outcome = "agreed",
                          date = "2026-03-17", meeting = "CTB-2026-M001", item = "9", exempt = true },
  }
end
local record = { move = "record", on = "CTB-2026-D002", by = "bo", date = "2026-03-17", recorded = "2026-03-18" }
local good = "That the public be excluded by virtue of paragraph 3 of Part 1 of Schedule 12A."
local exec_rule, lga_rule = "the executive takes an exempt item by resolution", "a council takes an exempt item by resolution"

test "the executive's resolution names the paragraph" { given = private(executive, good), when = record, expect = { irregular = false } }
test "without it the decision is marked" {
  given = private(executive, "That the meeting adjourn."), when = record,
  expect = { allowed = true, irregular = exec_rule, says = "Schedule 12A" },
}
test "a council's resolution names the paragraph" { given = private(lga, good), when = record, expect = { advised = false } }
test "without it this is shown" {
  given = private(lga, "That the meeting adjourn."), when = record, expect = { allowed = true, advised = lga_rule },
}

local function papers(paragraphs, words)
  local given = private(executive, words)
  given["CTB-2026-D002"].exempt, given["CTB-2026-D002"].paper = nil, P
  given[P] = { exempt = true, exempt_paragraphs = paragraphs }
  return given
end
test "a decision on an exempt paper needs the resolution too" {
  given = papers({ "3" }, "That the meeting adjourn."), when = record, expect = { allowed = true, irregular = exec_rule },
}
test "it names the very paragraph" { given = papers({ "3" }, good), when = record, expect = { irregular = false } }
test "another paragraph will not do" { given = papers({ "5" }, good), when = record, expect = { allowed = true, irregular = exec_rule } }
test "all of them are named" {
  given = papers({ "3", "5" }, "That the public be excluded by virtue of paragraphs 3 and 5 of Part 1 of Schedule 12A."), when = record,
  expect = { irregular = false },
}

-- Minutes and inspection --------------------------------------------------------------------------------------------

local N = "CTB-2005-M001-minutes"
local summary = "minutes with exempt parts have a public summary"
local function minutes(fields)
  fields.state = "draft"
  return { groups = lga, [N] = fields, ["CTB-2005-D001"] = { state = "recorded", exempt = true, minutes = N } }
end
local circulate = { move = "circulate", on = N, by = "bo", date = "2005-10-14" }
test "minutes with exempt parts and a summary" {
  given = minutes { public_summary = "A tender was considered." }, when = circulate, expect = { allowed = true, advised = false },
}
test "without one it is advised" { given = minutes {}, when = circulate, expect = { allowed = true, advised = summary } }

local six, four = "minutes, agendas and reports stay open for six years", "a report that lists background papers stays for four years"
test "minutes are not removed within six years" {
  given = { groups = lga }, when = { move = "remove", on = N, by = "bo", date = "2011-10-10" },
  expect = { refused_by = six, says = "2011-10-10" },
}
test "after six years this rule has nothing against it" {
  given = { groups = lga }, when = { move = "remove", on = N, by = "bo", date = "2011-10-11" }, expect = { says = "six years have passed" },
}
local function officer(date)
  return {
    given = { groups = { board = { regime = "officer2014" } }, ["CTB-2026-M001"] = { kind = "meeting", group = "board", state = "held", date = "2016-03-17" },
              [P] = { meeting = "CTB-2026-M001", background_papers = { "a survey" } } },
    when  = { move = "remove", on = P, by = "bo", date = date },
  }
end
local early, late = officer "2020-03-16", officer "2020-03-17"
test "background papers: not within four years" { given = early.given, when = early.when, expect = { refused_by = four, says = "2020-03-16" } }
test "background papers: after four years" { given = late.given, when = late.when, expect = { says = "four years have passed" } }
