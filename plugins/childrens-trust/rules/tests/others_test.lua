-- Terms of reference, actions, reports, interests, people and groups.

local T, X, R, I, P = "EYG-terms-of-reference", "CTB-2005-A001", "CTB-2005-R001", "CTB-2005-I001", "CTB-2005-P001"

test "terms of reference are filed" {
  given = { [T] = { state = none } }, when = { move = "file", on = T, by = "bo", date = "2005-04-01" }, expect = { allowed = true },
}
test "the chair of the body above adopts them" {
  when = { move = "adopt", on = T, by = "cath", date = "2005-04-01" },
  expect = { allowed = true },
}
test "their author does not" {
  given  = { [T] = { author = "dora" } },
  when   = { move = "adopt", on = T, by = "dora", date = "2005-04-01" },
  expect = { refused_by = "nobody approves their own work" },
}
test "they need their numbers" {
  given  = { [T] = { params = none } },
  when   = { move = "adopt", on = T, by = "cath", date = "2005-04-01" },
  expect = { refused_by = "terms of reference have their parts", says = "params" },
}
for _, row in ipairs {
  { "Purpose", "## Membership\n\n## Quorum\n" }, { "Membership", "## Purpose\n\n## Quorum\n" }, { "Quorum", "## Purpose\n\n## Membership\n" },
} do
  test("they need a heading " .. row[1]) {
    given  = { [T] = { body = row[2] } },
    when   = { move = "adopt", on = T, by = "cath", date = "2005-04-01" },
    expect = { refused_by = "terms of reference have their parts", says = row[1] },
  }
end
test "they are confirmed" {
  given = { [T] = { state = "in force" } },
  when = { move = "confirm", on = T, by = "cath", date = "2006-03-01" },
  expect = { allowed = true },
}
test "they are reopened" {
  given = { [T] = { state = "in force" } },
  when = { move = "reopen", on = T, by = "bo", date = "2006-03-01" },
  expect = { allowed = true },
}
test "they are superseded" {
  given = { [T] = { state = "in force" } },
  when = { move = "supersede", on = T, by = "bo", date = "2006-03-01" },
  expect = { allowed = true },
}
test "a review is put in hand two months before the year is up" {
  given  = { [T] = { state = "in force" } },
  when   = { daily = "2006-02-01" },
  expect = { effects = { { kind = "create_action", about_doc = T, due = "2006-04-01" } } },
}
test "a review overdue goes to the chair of the body above" {
  given  = { [T] = { state = "in force" } },
  when   = { daily = "2006-05-01" },
  expect = { effects = { { kind = "escalate", about_doc = T, people = { "cath" } } } },
}

test "an action is recorded" {
  given = { [X] = { state = none } }, when = { move = "record", on = X, by = "bo", date = "2005-11-17" }, expect = { allowed = true },
}
test "its owner completes it" { when = { move = "complete", on = X, by = "paul", date = "2005-12-01" }, expect = { allowed = true } }
test "somebody else does not" {
  when = { move = "complete", on = X, by = "tom", date = "2005-12-01" },
  expect = { allowed = false, says = "paul" },
}
test "the chair extends it, with a reason and a later day" {
  when   = { move = "extend", on = X, by = "cath", date = "2005-12-01", reason = "half term", set = { due = "2006-01-16" } },
  expect = { allowed = true },
}
test "not without a reason" {
  when   = { move = "extend", on = X, by = "cath", date = "2005-12-01", set = { due = "2006-01-16" } },
  expect = { refused_by = "an extension says why and until when", says = "say why" },
}
test "not to an earlier day" {
  when   = { move = "extend", on = X, by = "cath", date = "2005-12-01", reason = "half term", set = { due = "2005-11-25" } },
  expect = { refused_by = "an extension says why and until when", says = "later day" },
}
test "not to no day" {
  when   = { move = "extend", on = X, by = "cath", date = "2005-12-01", reason = "half term", set = { due = none } },
  expect = { refused_by = "an extension says why and until when", says = "due" },
}
test "the chair cancels it with a reason" {
  when = { move = "cancel", on = X, by = "cath", date = "2005-12-01", reason = "done by the schools" }, expect = { allowed = true },
}
test "and not without" {
  when = { move = "cancel", on = X, by = "cath", date = "2005-12-01" },
  expect = { refused_by = "an action is cancelled with a reason" },
}
test "a corrected draft drops it" {
  when = { move = "drop", on = X, by = "bo", date = "2005-12-01", follows = true },
  expect = { allowed = true },
}

for _, row in ipairs {
  { "five working days before", "2005-11-21", { kind = "remind", about_doc = X, people = { "paul" }, about = "due in five working days" } },
  { "on the day", "2005-11-28", { kind = "remind", about_doc = X, people = { "paul" }, about = "due today" } },
  { "three working days after", "2005-12-01", { kind = "remind", about_doc = X, people = { "paul" }, about = "three working days overdue" } },
  { "five after, the chair", "2005-12-05", { kind = "escalate", about_doc = X, people = { "cath" } } },
  { "ten after, the chairs above", "2005-12-12", { kind = "escalate", about_doc = X, people = { "lord", "ola" } } },
  { "ten after, the parent bodies", "2005-12-12", { kind = "report", about_doc = X, to = "executive", purpose = "overdue action" } },
} do
  test("an action is chased: " .. row[1]) { when = { daily = row[2] }, expect = { effects = { row[3] } } }
end
test "a done action is left alone" {
  given = { [X] = { state = "done" } }, when = { daily = "2005-12-05" }, expect = { no_effects = true },
}

test "a report is made" {
  given = { [R] = { state = none } }, when = { move = "make", on = R, by = "bo", date = "2005-11-24" }, expect = { allowed = true },
}
for _, row in ipairs { { "place", "waiting" }, { "consider", "on agenda" }, { "lapse", "waiting" }, { "revive", "lapsed" } } do
  test("a report: " .. row[1]) {
    given = { [R] = { state = row[2] } },
    when = { move = row[1], on = R, by = "bo", date = "2005-12-01" },
    expect = { allowed = true },
  }
end
test "what is to be ratified is brought up after three months" {
  given  = { [X] = { state = "done" } },
  when   = { daily = "2006-02-24" },
  expect = { effects = { { kind = "remind", about_doc = R, people = { "bo" } } } },
}
test "and goes to the chair after six" {
  given  = { [X] = { state = "done" } },
  when   = { daily = "2006-05-24" },
  expect = { effects = { { kind = "escalate", about_doc = R, people = { "cath" } } } },
}
test "what is only to note is not" {
  given = { [X] = { state = "done" }, [R] = { purpose = "to note" } }, when = { daily = "2006-05-24" }, expect = { no_effects = true },
}

test "an interest is declared" { when = { move = "declare", on = I, by = "tom", date = "2005-09-01" }, expect = { allowed = true } }
test "it says what it is about" {
  given  = { [I] = { item = none } },
  when   = { move = "declare", on = I, by = "tom", date = "2005-09-01" },
  expect = { refused_by = "a declared interest says what it is about", says = "item" },
}
test "it says what it is" {
  given  = { [I] = { nature = none } },
  when   = { move = "declare", on = I, by = "tom", date = "2005-09-01" },
  expect = { allowed = false, says = "nature" },
}
test "an interest comes to an end" {
  given = { [I] = { state = "declared" } },
  when = { move = "withdraw", on = I, by = "bo", date = "2005-12-01" },
  expect = { allowed = true },
}
test "a chair with an interest in a paper does not approve it" {
  given  = { [I] = { state = "declared", person = "cath", item = P } },
  when   = { move = "approve", on = P, by = "cath", date = "2005-09-23" },
  expect = { refused_by = "a person with an interest does not act on the matter" },
}

test "the board officer enters a person" {
  given  = { ["new-person"] = { kind = "person", name = "New Person" } },
  when   = { move = "create", on = "new-person", by = "bo", date = "2005-09-01" },
  expect = { allowed = true },
}
test "a member does not" {
  given  = { ["new-person"] = { kind = "person", name = "New Person" } },
  when   = { move = "create", on = "new-person", by = "tom", date = "2005-09-01" },
  expect = { refused_by = "those who keep the pages of people and groups enter them", says = "board officer" },
}
