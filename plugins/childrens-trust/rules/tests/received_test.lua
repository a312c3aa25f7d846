-- Past meetings, minutes, decisions and actions, taken over on trust.

for _, row in ipairs {
  { "a past meeting", "CTB-2005-M002" }, { "past minutes", "CTB-2005-M001-minutes" }, { "a past decision", "CTB-2005-D001" },
  { "a past action", "CTB-2005-A001" },
} do
  test(row[1] .. " is taken over by the board officer") {
    given = { [row[2]] = { state = none } }, when = { move = "receive", on = row[2], by = "bo", date = "2005-11-17" },
    expect = { allowed = true },
  }
  test(row[1] .. " is not taken over by anybody else") {
    given = { [row[2]] = { state = none } }, when = { move = "receive", on = row[2], by = "paul", date = "2005-11-17" },
    expect = { allowed = false, says = "bo" },
  }
end
test "nothing follows from a past decision" {
  given = { ["CTB-2005-D001"] = { state = none } },
  when = { move = "receive", on = "CTB-2005-D001", by = "bo", date = "2005-11-17" },
  expect = { effects = {} },
}
test "nobody is chased for a past action" {
  given = { ["CTB-2005-A001"] = { state = "received" } }, when = { daily = "2006-06-01" }, expect = { effects = {} },
}
test "a past action is taken up" {
  given = { ["CTB-2005-A001"] = { state = "received" } },
  when = { move = "take_up", on = "CTB-2005-A001", by = "bo", date = "2005-12-01" }, expect = { allowed = true },
}
test "a past action is done" {
  given = { ["CTB-2005-A001"] = { state = "received" } },
  when = { move = "complete", on = "CTB-2005-A001", by = "bo", date = "2005-12-01" }, expect = { allowed = true },
}
