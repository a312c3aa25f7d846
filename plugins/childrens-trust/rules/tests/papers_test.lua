-- Papers: clearance, approval, parts, own work, reasons.

local P = "CTB-2005-P001"
local fay = { role = "finance lead", by = "fay", of = "now", on = "2005-09-20" }
local leo = { role = "legal lead", by = "leo", of = "now", on = "2005-09-21" }
local parts = "a paper has the parts a decision needs"
local function approve(by) return { move = "approve", on = P, by = by or "cath", date = "2005-09-23" } end

test "anybody known may file a paper" {
  given  = { [P] = { state = none, signoffs = none } },
  when   = { move = "file", on = P, by = "paul", date = "2005-09-19" },
  expect = { allowed = true },
}
test "submitting asks finance and legal" {
  given  = { [P] = { state = "draft", signoffs = none } },
  when   = { move = "submit", on = P, by = "paul", date = "2005-09-19" },
  expect = { allowed = true, count = 2, effects = { { kind = "ask", people = { "fay" } }, { kind = "ask", people = { "leo" } } } },
}
test "a paper signed by both is approved" { when = approve(), expect = { allowed = true } }
test "the vice chair approves it while the chair is away" {
  when   = { move = "approve", on = P, by = "vera", date = "2005-09-23", reason = "the chair is abroad until October" },
  expect = { allowed = true },
}
test "the vice chair does not approve it otherwise" {
  when   = approve "vera",
  expect = { refused_by = "the vice chair approves a paper only while the chair is away", says = "the chair is away" },
}
test "a draft signed by both is approved" { given = { [P] = { state = "draft" } }, when = approve(), expect = { allowed = true } }

for _, row in ipairs {
  { "without finance", { leo }, "finance lead" },
  { "without legal", { fay }, "legal lead" },
  { "an earlier text was signed", { { role = "finance lead", by = "fay", of = "earlier", on = "2005-09-20" }, leo }, "sign again" },
  { "signed by somebody without the post", { { role = "finance lead", by = "tom", of = "now", on = "2005-09-20" }, leo }, "finance lead" },
} do
  test("no approval: " .. row[1]) {
    given  = { [P] = { signoffs = row[2] } },
    when   = approve(),
    expect = { refused_by = "finance and legal sign off a paper before the chair approves it", says = row[3] },
  }
end

local implications = { { heading = "Legal", text = "A duty." } }
for _, row in ipairs {
  { "summary", { summary = none }, "summary" },
  { "recommendations", { recommendations = none }, "recommendations" },
  { "financial implications", { implications = implications }, "Financial" },
  { "legal implications", { implications = { { heading = "Financial", text = "None." } } }, "Legal" },
} do
  test("a paper for decision needs its " .. row[1]) {
    given  = { [P] = row[2] },
    when   = approve(),
    expect = { allowed = false, says = row[3] },
  }
end
test "a paper for information needs none of them" {
  given  = { [P] = { purpose = "information", summary = none, recommendations = none, implications = none } },
  when   = approve(),
  expect = { allowed = true },
}
test "the chair records that she takes a paper without a summary" {
  given  = { [P] = { summary = none } },
  when   = { move = "waive", on = P, by = "cath", waives = { parts }, reason = "tabled for the inspection", date = "2005-09-22" },
  expect = { allowed = true },
}
test "a waiver needs a reason" {
  given  = { [P] = { summary = none } },
  when   = { move = "waive", on = P, by = "cath", waives = { parts }, date = "2005-09-22" },
  expect = { allowed = false, says = "reason" },
}
test "nobody else records it" {
  given  = { [P] = { summary = none } },
  when   = { move = "waive", on = P, by = "bo", waives = { parts }, reason = "late", date = "2005-09-22" },
  expect = { allowed = false, says = "cath" },
}

test "only the chair, or the vice chair, approves" { when = approve("tom"), expect = { allowed = false, says = "cath" } }
test "the author does not approve, even as chair" {
  given  = { [P] = { author = "cath" } },
  when   = approve(),
  expect = { refused_by = "nobody approves their own work" },
}
test "nor does the person who typed it in" {
  given  = { [P] = { typed_by = { "cath" } } },
  when   = approve(),
  expect = { refused_by = "nobody approves their own work" },
}
test "nor is an approval entered by the author" {
  when   = { move = "approve", on = P, by = "cath", entered_by = "paul", date = "2005-09-23" },
  expect = { refused_by = "nobody approves their own work" },
}
test "the finance lead signs" {
  given  = { [P] = { signoffs = none } },
  when   = { move = "sign", on = P, by = "fay", role = "finance lead", date = "2005-09-20" },
  expect = { allowed = true },
}
test "nobody signs off their own paper" {
  given  = { [P] = { author = "fay", signoffs = none } },
  when   = { move = "sign", on = P, by = "fay", role = "finance lead", date = "2005-09-20" },
  expect = { refused_by = "nobody signs off their own paper" },
}
test "a paper is sent back with a reason" {
  when   = { move = "send_back", on = P, by = "leo", date = "2005-09-21", reason = "the wrong Act is named" },
  expect = { allowed = true },
}
test "not without one" {
  when   = { move = "send_back", on = P, by = "leo", date = "2005-09-21" },
  expect = { refused_by = "a paper is sent back or withdrawn with a reason", says = "say why" },
}
test "a paper is withdrawn with a reason" {
  when   = { move = "withdraw", on = P, by = "paul", date = "2005-09-21", reason = "overtaken" },
  expect = { allowed = true },
}
test "an approved paper is published" {
  given  = { [P] = { state = "approved" } },
  when   = { move = "publish", on = P, by = "bo", date = "2005-10-03" },
  expect = { allowed = true },
}
