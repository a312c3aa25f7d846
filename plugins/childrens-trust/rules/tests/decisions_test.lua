-- Decisions: in order or not, and what follows.

local D, M2, N, R, W = "CTB-2005-D001", "CTB-2005-M002", "CTB-2005-M001-minutes", "CTB-2005-R001", "WFD-2005-D001"
local record = { move = "record", on = D, by = "bo", date = "2005-11-17" }
local cath, vera, tom = { person = "cath", as = "present" }, { person = "vera", as = "present" }, { person = "tom", as = "present" }
local jane = { person = "jane", as = "present" }
local two = { cath, vera, { person = "tom", as = "apologies" }, { person = "bo", as = "in attendance" } }
local quorum = "no decision without a quorum"
local told = { move = "record", on = D, by = "bo", date = "2005-11-18", follows = true }

test "a quorate decision is reported along every line, each body once" {
  when   = record,
  expect = {
    allowed = true, irregular = false, count = 3,
    effects = {
      { kind = "report", to = "executive", line = "solid", purpose = "for ratification" },
      { kind = "report", to = "partnership", line = "solid", purpose = "for ratification" },
      { kind = "report", to = "safeguarding", line = "dotted", purpose = "for information" },
    },
  },
}
test "what was noted is to note above" {
  given = { [D] = { outcome = "noted" } }, when = record,
  expect = { effects = { { kind = "report", to = "executive", purpose = "to note" } } },
}
test "what was recommended is for ratification" {
  given = { [D] = { outcome = "recommended" } }, when = record,
  expect = { effects = { { kind = "report", to = "executive", purpose = "for ratification" } } },
}
test "what was deferred is not reported" { given = { [D] = { outcome = "deferred" } }, when = record, expect = { allowed = true, no_effects = true } }
test "procedure is not reported" { given = { [D] = { procedural = true } }, when = record, expect = { allowed = true, no_effects = true } }
test "a sub-group's decision goes to its board to be ratified and to the top to note" {
  given  = { [W] = { state = none }, [R] = { subject = none } },
  when   = { move = "record", on = W, by = "bo", date = "2005-11-24" },
  expect = {
    count = 3,
    effects = {
      { kind = "report", to = "board", purpose = "for ratification" }, { kind = "report", to = "executive", purpose = "to note" },
      { kind = "report", to = "partnership", purpose = "to note" },
    },
  },
}
-- How many ways lead to a body: it hears of a decision once, and is asked the most that any of them asks.
local up = { move = "record", on = W, by = "bo", date = "2005-11-24" }
local function lines_of(more, workforce)
  local groups = {}
  for slug, list in pairs(more or {}) do groups[slug] = { lines = list } end
  groups.workforce = { lines = workforce }
  return { groups = groups, [W] = { state = none }, [R] = { subject = none } }
end
for _, row in ipairs {
  { "a dotted line beside a solid one of another body", { { to = "board", type = "solid" }, { to = "executive", type = "dotted" } }, 3,
    { to = "executive", line = "solid", purpose = "to note" } },
  { "a dotted and a solid line to one body", { { to = "board", type = "dotted" }, { to = "board", type = "solid" } }, 3,
    { to = "board", line = "solid", purpose = "for ratification" } },
  { "a direct line beside the way through the board", { { to = "board", type = "solid" }, { to = "executive", type = "solid" } }, 3,
    { to = "executive", line = "solid", purpose = "for ratification" } },
  { "a joint line binds like a solid one", { { to = "board", type = "joint" } }, 3, { to = "board", line = "joint", purpose = "for ratification" } },
  { "two boards jointly", { { to = "board", type = "joint" }, { to = "safeguarding", type = "joint" } }, 4,
    { to = "safeguarding", line = "joint", purpose = "for ratification" } },
  { "a dotted line alone", { { to = "safeguarding", type = "dotted" } }, 1, { to = "safeguarding", line = "dotted", purpose = "for information" } },
  { "a line that has ended", { { to = "board", type = "solid", ["until"] = "2005-10-31" }, { to = "executive", type = "solid" } }, 1,
    { to = "executive", purpose = "for ratification" } },
  { "no line at all", {}, 0 },
  { "a line to itself", { { to = "workforce", type = "solid" }, { to = "workforce", type = "dotted" } }, 0 },
  { "a ring", { { to = "board", type = "solid" } }, 3, { to = "executive", purpose = "to note" }, { executive = { { to = "workforce", type = "solid" }, { to = "board", type = "solid" } } } },
  { "a ring through a dotted line", { { to = "board", type = "solid" } }, 3, { to = "partnership", purpose = "to note" },
    { executive = { { to = "workforce", type = "dotted" } } } },
  { "a diamond", { { to = "board", type = "solid" }, { to = "early-years", type = "solid" } }, 4, { to = "board", purpose = "for ratification" },
    { ["early-years"] = { { to = "board", type = "solid" } } } },
} do
  test("reported up: " .. row[1]) {
    given = lines_of(row[5], row[2]), when = up,
    expect = { irregular = false, count = row[3], no_effects = row[3] == 0, effects = row[4] and { {
      kind = "report", to = row[4].to, line = row[4].line, purpose = row[4].purpose } } },
  }
end

test "within its delegated limit it is only noted" {
  given  = { [W] = { state = none, amount = 4000 }, [R] = { subject = none } },
  when   = { move = "record", on = W, by = "bo", date = "2005-11-24" },
  expect = { effects = { { kind = "report", to = "board", purpose = "to note" } } },
}
test "above it the board ratifies" {
  given  = { [W] = { state = none, amount = 6000 }, [R] = { subject = none } },
  when   = { move = "record", on = W, by = "bo", date = "2005-11-24" },
  expect = { effects = { { kind = "report", to = "board", purpose = "for ratification" } } },
}

test "an inquorate decision is recorded, marked, and goes back to the group" {
  given  = { [M2] = { attendance = two } },
  when   = record,
  expect = {
    allowed = true, irregular = quorum, count = 1, says = { "without effect: inquorate", "missing: jane tom" },
    effects = { { kind = "report", to = "board", purpose = "for ratification" } },
  },
}
test "a substitute counts for the member" {
  given  = { [M2] = { attendance = { cath, vera, { person = "rosa", as = "present", substitute_for = "tom" } } } },
  when   = record,
  expect = { allowed = true, irregular = false },
}
test "a member with an interest in the item does not count" {
  given = { [M2] = { interests = { { person = "tom", item = "4", nature = "trustee" } } } }, when = record,
  expect = { allowed = true, irregular = quorum, says = "not counted because of an interest: tom" },
}
test "an inquorate meeting may adjourn" {
  given = { [M2] = { attendance = two }, [D] = { procedural = true } }, when = record,
  expect = { allowed = true, irregular = false },
}
test "but it may not approve minutes" {
  given = { [M2] = { attendance = two }, [D] = { procedural = true, approves = N } }, when = record,
  expect = { allowed = true, irregular = quorum },
}

local function late_item(rulings)
  return {
    ["CTB-2005-M001"] = {
      state = "held", urgent_rulings = rulings,
      attendance = { cath, vera, tom },
    },
    ["CTB-2005-M001-agenda-2"] = {
      state = "published", irregular = { { rule = "an item added late waits for a ruling of urgency", since = "2005-10-04" } },
    },
    [D] = { meeting = "CTB-2005-M001", item = "6", date = "2005-10-11" },
  }
end
test "a late item that was ruled urgent is decided" {
  given  = late_item { { item = "6", circumstances = "notice came on 3 October" } },
  when   = record,
  expect = { allowed = true, irregular = false },
}
test "a late item without a ruling is irregular" {
  given  = late_item(none),
  when   = record,
  expect = { allowed = true, irregular = "a late item is decided only if it was ruled urgent", says = "late item without a ruling" },
}
test "a ruling without circumstances is none" {
  given  = late_item { { item = "6", by = "cath" } },
  when   = record,
  expect = { allowed = true, irregular = "a late item is decided only if it was ruled urgent" },
}
test "an interest of the mover is shown" {
  given  = {
    [M2] = { interests = { { person = "vera", item = "4", nature = "trustee" } }, attendance = { cath, vera, tom, jane } },
    [D]  = { mover = "Cllr Holt" },
  },
  when   = record,
  expect = { allowed = true, irregular = false, advised = "a person with an interest in the item does not move or second it" },
}
test "a mover without an interest is not" {
  given  = { [D] = { mover = "Vera Holt", seconder = "T Reed" } },
  when   = record,
  expect = { allowed = true, irregular = false },
}
test "a group corrects its own minutes, and reports nothing" {
  given = { [D] = { corrects = N } }, when = record, expect = { allowed = true, irregular = false, no_effects = true },
}
test "not another's" {
  given  = { [W] = { state = none, corrects = N }, [R] = { subject = none } },
  when   = { move = "record", on = W, by = "bo", date = "2005-11-24" },
  expect = { allowed = true, irregular = "minutes are corrected by the group whose minutes they are", says = "not the group's own minutes" },
}

test "a decision to approve minutes approves them" {
  given = { [D] = { procedural = true, approves = N } }, when = record,
  expect = { allowed = true, count = 1, effects = { { kind = "advance", doc = N, move = "approve" } } },
}
test "a quorate meeting ratifies, and reports what it ratified" {
  given  = {
    ["CTB-2005-D002"] = {
      kind = "decision", group = "board", state = "recorded", title = "keep the play schemes open", text = "That they be kept open.",
      outcome = "agreed", date = "2005-10-11", meeting = "CTB-2005-M001", item = "3", irregular = { { rule = quorum, since = "2005-10-11" } },
    },
    [D] = { ratifies = "CTB-2005-D002" },
  },
  when   = record,
  expect = {
    allowed = true, count = 4,
    effects = {
      { kind = "cure", doc = "CTB-2005-D002", rule = quorum },
      { kind = "report", to = "executive", subject = "CTB-2005-D002", purpose = "for ratification" },
    },
  },
}
test "a report is considered when a decision names what it is about" {
  given = { [D] = { outcome = "noted", refers = { W } } }, when = record,
  expect = { allowed = true, effects = { { kind = "advance", doc = R, move = "consider" } } },
}

test "a decision is not recorded again by hand" {
  given = { [D] = { state = "recorded" } }, when = { move = "record", on = D, by = "bo", date = "2005-11-18" },
  expect = { refused_by = "what minutes recorded is told again only by correcting them", says = "file the corrected minutes" },
}
test "corrected minutes tell it again" { given = { [D] = { state = "recorded" } }, when = told, expect = { allowed = true } }
test "put in order by a correction, it waits for its own group no longer" {
  given  = { [D] = { state = "recorded" }, [R] = { subject = D } },
  when   = told,
  expect = { allowed = true, effects = { { kind = "advance", doc = R, move = "lapse" } } },
}
test "shown to be inquorate by a correction, its earlier report comes back" {
  given  = { [D] = { state = "recorded" }, [R] = { subject = D, state = "lapsed" }, [M2] = { attendance = two } },
  when   = told,
  expect = { allowed = true, effects = { { kind = "advance", doc = R, move = "revive" } } },
}
test "a decision dropped from the draft takes its reports with it" {
  given  = { [D] = { state = "recorded" }, [R] = { subject = D } },
  when   = { move = "drop", on = D, by = "bo", date = "2005-11-18" },
  expect = { allowed = true, effects = { { kind = "advance", doc = R, move = "lapse" } } },
}
test "restored, it brings them back" {
  given  = { [D] = { state = "dropped from draft" }, [R] = { subject = D, state = "lapsed" } },
  when   = { move = "restore", on = D, by = "bo", date = "2005-11-18" },
  expect = { allowed = true, effects = { { kind = "advance", doc = R, move = "revive" } } },
}
test "a decision is rescinded with a reason" {
  given  = { [D] = { state = "recorded" } },
  when   = { move = "rescind", on = D, by = "cath", date = "2005-12-01", reason = "the Act was amended" },
  expect = { allowed = true },
}
test "not without one" {
  given = { [D] = { state = "recorded" } }, when = { move = "rescind", on = D, by = "cath", date = "2005-12-01" },
  expect = { refused_by = "a decision is taken back with a reason" },
}
test "a decision is implemented" {
  given = { [D] = { state = "recorded" } },
  when = { move = "implement", on = D, by = "bo", date = "2005-12-01" },
  expect = { allowed = true },
}
