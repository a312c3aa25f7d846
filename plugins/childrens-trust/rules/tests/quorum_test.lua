-- A quorum that says who must be among those who count. A quorate decision goes to three bodies above, another one back to the group.
local members = {
  { person = "cath", role = "chair", voting = true }, { person = "vera", role = "vice chair", voting = true, on_behalf_of = "nhs" },
  { person = "tom", role = "member", voting = true, on_behalf_of = "police" }, { person = "jane", role = "member", voting = true },
}

for _, row in ipairs {
  { "the chair is among them", { at_least = 3, includes = { "chair or vice chair" } } },
  { "health is among them", { at_least = 3, of_each = { "health" } } },
  { "half of four and one more than the share", { share = 0.75 } },
  { "nobody sits for the schools", { at_least = 3, of_each = { "health", "schools" } }, "a member for schools" },
  { "no treasurer was there", { at_least = 2, includes = { "treasurer" } }, "not among them: treasurer" },
  { "a share that is not reached", { share = 1 }, "4 (" },
} do
  test("composition of the quorum: " .. row[1]) {
    given  = {
      groups = { board = { members = members, params = { quorum = row[2] } } },
      nhs    = { kind = "organisation", name = "Health authority", sector = "health" },
      police = { kind = "organisation", name = "Police", sector = "police" },
    },
    when   = { move = "record", on = "CTB-2005-D001", by = "bo", date = "2005-11-15" },
    expect = { allowed = true, irregular = row[3] and "no decision without a quorum", says = row[3], count = row[3] and 1 or 3 },
  }
end
