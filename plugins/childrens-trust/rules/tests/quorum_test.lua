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

-- Interests: declared at the meeting or standing, of members and of who sits in their place.
local M2, D, I = "CTB-2005-M002", "CTB-2005-D001", "CTB-2005-I001"
local cath, vera = { person = "cath", as = "present" }, { person = "vera", as = "present" }
local tom, rosa = { person = "tom", as = "present" }, { person = "rosa", as = "present", substitute_for = "tom" }
local function interest(fields)
  local out = { state = "declared", person = "tom", item = "CTB-2005-P001", declared = "2005-09-01" }
  for field, value in pairs(fields or {}) do out[field] = value end
  return out
end
for _, row in ipairs {
  { "a standing interest in the paper", tom, interest(), none, "tom" },
  { "in another paper", tom, interest { item = "CTB-2005-P002" }, none },
  { "declared after the meeting", tom, interest { declared = "2005-11-16" }, none },
  { "declared on its day", tom, interest { declared = "2005-11-15" }, none, "tom" },
  { "that has ended", tom, interest { until_day = "2005-11-01" }, none },
  { "declared at the meeting, in the item", tom, none, { { person = "tom", item = "4", nature = "trustee" } }, "tom" },
  { "in another item", tom, none, { { person = "tom", item = "5", nature = "trustee" } } },
  { "of who sits in a member's place", rosa, none, { { person = "rosa", item = "4", nature = "trustee" } }, "rosa" },
  { "standing, of who sits in a member's place", rosa, interest { person = "rosa" }, none, "rosa" },
  { "of the member who stays away for it", rosa, interest(), none },
  { "of somebody who does not vote", tom, none, { { person = "bo", item = "4", nature = "trustee" } } },
} do
  test("an interest and the quorum: " .. row[1]) {
    given  = {
      [M2] = { attendance = { cath, vera, row[2], { person = "bo", as = "in attendance" } }, interests = row[4] }, [D] = { paper = "CTB-2005-P001" },
      [I] = row[3], ["CTB-2005-P002"] = { kind = "paper", group = "board", state = "draft", author = "paul", title = "Play" },
    },
    when   = { move = "record", on = D, by = "bo", date = "2005-11-15", recorded = "2005-11-20" },
    expect = { allowed = true, irregular = row[5] and "no decision without a quorum" or false,
               says = row[5] and ("not counted because of an interest: " .. row[5]) },
  }
end

-- Who counts at all.
for _, row in ipairs {
  { "two substitutes for one member count once", { cath, rosa, { person = "sam", as = "present", substitute_for = "tom" } }, "missing: jane vera" },
  { "a member and a substitute for the same member count once", { cath, tom, rosa }, "missing: jane vera" },
  { "a substitute for nobody does not count", { cath, vera, { person = "rosa", as = "present" } }, "missing: jane tom" },
  { "nobody came", none, "missing: cath jane tom vera" },
  { "whose term has ended does not count", { cath, vera, { person = "old", as = "present" } }, "missing: jane tom" },
} do
  test("the quorum: " .. row[1]) {
    given  = { [M2] = { attendance = row[2] }, groups = { board = { members = {
      { person = "cath", role = "chair", voting = true }, { person = "vera", role = "vice chair", voting = true },
      { person = "tom", role = "member", voting = true }, { person = "jane", role = "member", voting = true },
      { person = "old", role = "member", voting = true, ["until"] = "2005-10-31" } } } } },
    when   = { move = "record", on = D, by = "bo", date = "2005-11-15" },
    expect = { allowed = true, irregular = "no decision without a quorum", says = row[3] },
  }
end
