-- Notice, supplements and urgency; minutes.

local M, A, S, N = "CTB-2005-M001", "CTB-2005-M001-agenda", "CTB-2005-M001-agenda-2", "CTB-2005-M001-minutes"
local P, D, R = "CTB-2005-P001", "CTB-2005-D001", "CTB-2005-R001"
local late = "an item added late waits for a ruling of urgency"

test "the board officer calls a meeting" {
  given = { [M] = { state = none } }, when = { move = "call", on = M, by = "bo", date = "2005-09-19" }, expect = { allowed = true },
}
test "five clear working days are enough, and are listed" {
  when   = { move = "publish", on = A, by = "bo", date = "2005-10-03" },
  expect = { allowed = true, says = { "2005-10-04", "2005-10-10" } },
}
test "four are not, and there is no way round" {
  when   = { move = "publish", on = A, by = "bo", date = "2005-10-04" },
  expect = { refused_by = "five clear working days", says = { "2005-10-05", "2005-10-03" } },
}
test "after five in the evening counts as the next day" {
  when   = { move = "publish", on = A, by = "bo", date = "2005-10-03", time = "17:30" },
  expect = { refused_by = "five clear working days" },
}
test "a supplement in time is in order" {
  given  = { [A] = { state = "published" } },
  when   = { move = "publish", on = S, by = "bo", date = "2005-10-03" },
  expect = { allowed = true, irregular = false },
}
test "a late supplement goes out, marked" {
  given  = { [A] = { state = "published" } },
  when   = { move = "publish", on = S, by = "bo", date = "2005-10-04" },
  expect = { allowed = true, irregular = late, says = { "urgent, for the chair to rule at the meeting", "2005-10-10" } },
}
test "an agenda does not carry a paper that is not approved" {
  given  = { [A] = { items = { { number = "4", title = "Joint teams", paper = P } } } },
  when   = { move = "publish", on = A, by = "bo", date = "2005-10-03" },
  expect = { refused_by = "the papers of an agenda are approved before it goes out", says = P },
}
test "its approved papers are published with it, waiting reports are placed on it" {
  given  = {
    [A] = { items = { { number = "4", title = "Joint teams", paper = P } }, brought = { { report = R } } },
    [P] = { state = "approved" },
  },
  when   = { move = "publish", on = A, by = "bo", date = "2005-10-03" },
  expect = { allowed = true, count = 2, effects = { { kind = "advance", doc = P, move = "publish" }, { kind = "advance", doc = R, move = "place" } } },
}
test "a ruling with its circumstances admits the late item" {
  given  = { [M] = { urgent_rulings = { { item = "6", agenda = S, circumstances = "notice came on 3 October" } } } },
  when   = { move = "hold", on = M, by = "bo", date = "2005-10-11" },
  expect = { allowed = true, effects = { { kind = "cure", doc = S, rule = late } } },
}
test "a ruling without circumstances is none" {
  given  = { [M] = { urgent_rulings = { { item = "6", agenda = S } } } },
  when   = { move = "hold", on = M, by = "bo", date = "2005-10-11" },
  expect = { allowed = true, no_effects = true },
}
test "cancelling a meeting cancels its agendas" {
  when   = { move = "cancel", on = M, by = "cath", date = "2005-10-05" },
  expect = { allowed = true, count = 2, effects = { { kind = "advance", doc = A, move = "cancel" }, { kind = "advance", doc = S, move = "cancel" } } },
}
test "an agenda is filed" {
  given = { [A] = { state = none } }, when = { move = "file", on = A, by = "bo", date = "2005-10-03" }, expect = { allowed = true },
}
test "an agenda is cancelled" { when = { move = "cancel", on = A, by = "bo", date = "2005-10-03" }, expect = { allowed = true } }

test "minutes are filed after the meeting" {
  given = { [N] = { state = none } }, when = { move = "file", on = N, by = "bo", date = "2005-10-13" }, expect = { allowed = true },
}
test "not before it" {
  given  = { [N] = { state = none } },
  when   = { move = "file", on = N, by = "bo", date = "2005-10-10" },
  expect = { refused_by = "minutes are of a meeting that has been held", says = "2005-10-11" },
}
test "draft minutes are circulated" {
  given = { [N] = { state = "draft" } },
  when = { move = "circulate", on = N, by = "bo", date = "2005-10-14" },
  expect = { allowed = true },
}
test "a later meeting of the same group approves minutes" {
  given  = { [D] = { state = "recorded", approves = N } },
  when   = { move = "approve", on = N, by = "cath", date = "2005-11-17" },
  expect = { allowed = true },
}
for _, row in ipairs {
  { "without a decision", { state = none } },
  { "by the meeting itself", { state = "recorded", approves = N, meeting = M } },
  { "by a decision that has no effect", { state = "recorded", approves = N, irregular = { { rule = "no decision without a quorum", since = "2005-11-15" } } } },
  { "by a decision that was rescinded", { state = "rescinded", approves = N } },
} do
  test("minutes are not approved " .. row[1]) {
    given  = { [D] = row[2] },
    when   = { move = "approve", on = N, by = "cath", date = "2005-11-17" },
    expect = { refused_by = "minutes are approved by a later meeting of the same group", says = "Children's Trust board" },
  }
end
test "minutes are not approved by another group" {
  given  = { ["WFD-2005-D001"] = { approves = N } },
  when   = { move = "approve", on = N, by = "cath", date = "2005-11-24" },
  expect = { refused_by = "minutes are approved by a later meeting of the same group" },
}
test "circulated minutes may be corrected" {
  when   = { move = "edit", on = N, by = "bo", date = "2005-10-20", set = { title = "Minutes, corrected" } },
  expect = { allowed = true },
}
test "approved minutes are not rewritten" {
  given  = { [N] = { state = "approved" } },
  when   = { move = "edit", on = N, by = "bo", date = "2005-11-18", set = { title = "Minutes, corrected" } },
  expect = { refused_by = "approved minutes are not rewritten", says = "record the correction as a decision" },
}
test "late draft minutes are chased" {
  given  = { [N] = { state = "draft" } },
  when   = { daily = "2005-10-25" },
  expect = { effects = { { kind = "remind", about_doc = N, people = { "bo" } } } },
}
test "very late ones go to the chair" {
  given  = { [N] = { state = "draft" } },
  when   = { daily = "2005-11-01" },
  expect = { effects = { { kind = "escalate", about_doc = N, people = { "cath" } } } },
}
