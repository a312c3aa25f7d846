-- Notice in law: lga1972 and exec2012. Vectors V1 to V8 are those of the calendar tests, here seen through the rules.

local board, executive = { board = { regime = "lga1972" } }, { executive = { regime = "exec2012" } }
local M, A, P, D = "CTB-2005-M001", "CTB-2005-M001-agenda", "CTB-2005-P001", "CTB-2005-D001"
local five = "a council's agenda is open five clear days before the meeting"
local exec_five = "notice of a public meeting of the executive is five clear days"

local function publish(date, time) return { move = "publish", on = A, by = "bo", date = date, time = time } end

for _, v in ipairs {
  -- name, meeting, in time, too late; last lawful day of all, when it is no working day
  { "V1", "2005-10-11", "2005-10-03", "2005-10-04" },
  { "V2", "2026-03-17", "2026-03-09", "2026-03-10" },
  { "V3, Easter", "2026-04-08", "2026-03-27", "2026-03-30", "2026-03-29" },
  { "V4, Christmas and New Year", "2027-01-05", "2026-12-23", "2026-12-24" },
  { "V5, two bank holidays in May", "2023-05-10", "2023-04-28", "2023-05-02", "2023-05-01" },
} do
  test(v[1] .. ": five clear days are enough") {
    given  = { groups = board, [M] = { date = v[2] } },
    when   = publish(v[3]),
    expect = { allowed = true },
  }
  test(v[1] .. ": four are not") {
    given  = { groups = board, [M] = { date = v[2] } },
    when   = publish(v[4]),
    expect = { refused_by = five, says = "the last lawful day was " .. (v[5] or v[3]) },
  }
end
test "V6: as known when notice was given, five days" {
  given  = { groups = board, [M] = { date = "2022-09-21" } },
  when   = publish "2022-09-09",
  expect = { allowed = true },
}
test "V6: once 19 September was proclaimed, four" {
  given  = { groups = board, [M] = { date = "2022-09-21" } },
  when   = publish "2022-09-13",
  expect = { refused_by = five, says = { "2022-09-14 2022-09-15 2022-09-16 2022-09-20" } },
}
test "past the end of the calendar nothing is certified" {
  given  = { groups = board, [M] = { date = "2028-03-15" } },
  when   = publish "2028-02-01",
  expect = { refused_by = five, says = { "cannot be certified", "add the bank holidays" } },
}
test "before October 2002 three clear days were enough" {
  given  = { groups = { board = { regime = "lga1972", params = { quorum = 3 } } }, [M] = { date = "2002-09-25" } },
  when   = publish "2002-09-19",
  expect = { allowed = false, says = "five clear working days" }, -- the law was met; the group's own terms of reference ask for more
}
test "and two were not" {
  given  = { groups = board, [M] = { date = "2002-09-25" } },
  when   = publish "2002-09-20",
  expect = { refused_by = "a council's agenda is open three clear days before the meeting" },
}
test "a partnership board is not held to the councils' code" {
  given  = { [M] = { date = "2026-03-17" } },
  when   = publish "2026-03-10",
  expect = { refused_by = "five clear working days", says = "(default)" },
}

local function exec(extra)
  local meeting = { kind = "meeting", group = "executive", state = "planned", title = "March", date = "2026-03-17" }
  for k, v in pairs(extra or {}) do meeting[k] = v end
  return {
    groups = executive, ["EXE-2026-M001"] = meeting,
    ["EXE-2026-M001-agenda"] = { kind = "agenda", state = "draft", author = "bo", title = "Agenda", meeting = "EXE-2026-M001",
                                 items = { { number = "4", title = "Joint teams" } } },
  }
end
local function exec_publish(date) return { move = "publish", on = "EXE-2026-M001-agenda", by = "bo", date = date } end
test "the executive gives five clear days" { given = exec(), when = exec_publish "2026-03-09", expect = { allowed = true } }
test "and not four" {
  given = exec(), when = exec_publish "2026-03-10", expect = { refused_by = exec_five, says = "2026-03-09" },
}
test "a meeting convened at shorter notice is outside that rule" {
  given  = exec { convened_short = "the grant lapses on 20 March" },
  when   = exec_publish "2026-03-09",
  expect = { allowed = true },
}

-- Items -------------------------------------------------------------------------------------------------------------

local law = {
  lga1972  = "a council takes an item only from a published agenda or as urgent",
  exec2012 = "the executive takes an item only from a published agenda or as urgent",
}
local function decided(regime, meeting, agenda)
  return {
    groups = { board = { regime = regime, params = { quorum = 3 } } },
    ["CTB-2026-M001"] = {
      kind = "meeting", group = "board", state = "held", title = "March", date = "2026-03-17", urgent_rulings = meeting,
      attendance = { { person = "cath", as = "present" }, { person = "vera", as = "present" }, { person = "tom", as = "present" } },
    },
    ["CTB-2026-M001-agenda"] = agenda,
    ["CTB-2026-D001"] = {
      kind = "decision", group = "board", title = "form teams", text = "That teams be formed.", outcome = "agreed", date = "2026-03-17",
      meeting = "CTB-2026-M001", item = "4",
    },
  }
end
local record = { move = "record", on = "CTB-2026-D001", by = "bo", date = "2026-03-17", recorded = "2026-03-18" }
local agenda = { kind = "agenda", state = "published", author = "bo", title = "Agenda", meeting = "CTB-2026-M001",
                 items = { { number = "4", title = "Joint teams" } } }
local empty = { kind = "agenda", state = "published", author = "bo", title = "Agenda", meeting = "CTB-2026-M001" }
local draft = { kind = "agenda", state = "draft", author = "bo", title = "Agenda", meeting = "CTB-2026-M001" }
for _, regime in ipairs { "lga1972", "exec2012" } do
  test(regime .. ": an item of the published agenda is in order") { given = decided(regime, nil, agenda), when = record, expect = { irregular = false } }
  test(regime .. ": an item on no agenda is marked") {
    given = decided(regime, nil, empty), when = record, expect = { allowed = true, irregular = law[regime], says = "item 4" },
  }
  test(regime .. ": unless it was ruled urgent, with the circumstances") {
    given = decided(regime, { { item = "4", circumstances = "the grant lapses" } }, draft), when = record, expect = { allowed = true, irregular = false },
  }
  test(regime .. ": a ruling without circumstances is none") {
    given = decided(regime, { { item = "4" } }, draft), when = record, expect = { allowed = true, irregular = law[regime] },
  }
end
test "a partnership's item is under its terms of reference only" { given = decided("partnership", nil, empty), when = record, expect = { irregular = false } }
