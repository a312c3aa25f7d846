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
test "a proposal is withdrawn" { when = { move = "withdraw", on = T, by = "bo", date = "2006-03-01" }, expect = { allowed = true } }
test "they end with their group, and it is said" {
  given = { [T] = { state = "in force" } },
  when = { move = "supersede", on = T, by = "bo", date = "2006-03-01", reason = "the group has done its work" },
  expect = { allowed = true },
}
local kept = "terms of reference are not taken away without others"
test "they are not taken away without a word" {
  given = { [T] = { state = "in force" } }, when = { move = "supersede", on = T, by = "bo", date = "2006-03-01" }, expect = { refused_by = kept },
}
local within = "the numbers of terms of reference are within bounds"
for _, row in ipairs {
  { "within bounds", { quorum = 2, agenda_clear_days = 6, review_every_months = 12 } },
  { "a quorum that says who", { quorum = { at_least = 2, of_each = { "health" } } } },
  { "too few", { quorum = 1 }, "quorum may not be less than 2" },
  { "too few, in a quorum that says who", { quorum = { at_least = 1, of_each = { "health" } } }, "quorum may not be less than 2" },
  { "too long", { review_every_months = 13 }, "review_every_months may not be more than 12" },
  { "no number", { quorum = "four" }, "quorum must be a whole number" },
  { "not asked for", { quroum = 4 }, "take out quroum" },
} do
  test("their numbers: " .. row[1]) {
    given = { [T] = { params = row[2] } }, when = { move = "adopt", on = T, by = "cath", date = "2005-04-01" },
    expect = { allowed = row[3] == nil, refused_by = row[3] and within, says = row[3] },
  }
end

-- A proposal beside those in force.
local T2, D = "EYG-terms-of-reference-2", "CTB-2005-D001"
local function proposed(fields, more)
  local given = {
    [T] = { state = "in force" }, [D] = { state = "recorded" },
    [T2] = { kind = "terms-of-reference", group = "early-years", state = "draft", author = "paul", title = "Terms of reference, second",
             params = { quorum = 3 }, adopted_by = D, body = "# Terms\n\n## Purpose\n\n## Membership\n\n## Quorum\n" },
  }
  for name, of in pairs { [T2] = fields or {}, [D] = more or {} } do
    for field, value in pairs(of) do given[name][field] = value end
  end
  return given
end
local adopt2 = { move = "adopt", on = T2, by = "cath", date = "2005-12-01" }
local decided = "new terms of reference are adopted by a decision"
test "a proposal replaces those in force" {
  given = proposed(), when = adopt2, expect = { allowed = true, count = 1, effects = { { kind = "advance", doc = T, move = "supersede" } } },
}
for _, row in ipairs {
  { "by a decision", { adopted_by = none }, {}, "adopted_by" },
  { "that was agreed", {}, { outcome = "deferred" }, "deferred" },
  { "that stands", {}, { state = "rescinded" }, "rescinded" },
  { "that has effect", {}, { irregular = { { rule = "x", since = "2005-11-15" } } }, "no effect" },
  { "of the group or of a body above", { adopted_by = "WFD-2005-D001" }, {}, "Early years group" },
} do
  test("a proposal is adopted " .. row[1]) { given = proposed(row[2], row[3]), when = adopt2, expect = { refused_by = decided, says = row[4] } }
end
test "the group's own decision will do" {
  given = (function()
    local given = proposed { adopted_by = "EYG-2005-D001" }
    given["EYG-2005-D001"] = { kind = "decision", group = "early-years", state = "recorded", title = "adopt", text = "That they be adopted.",
                               outcome = "agreed", date = "2005-11-20" }
    return given
  end)(),
  when = adopt2, expect = { allowed = true },
}
test "one more is superseded when others are in force" {
  given = proposed { state = "in force" }, when = { move = "supersede", on = T, by = "bo", date = "2005-12-01", follows = true }, expect = { allowed = true },
}
test "a consequence is no reason" {
  given = proposed(), when = { move = "supersede", on = T, by = "bo", date = "2005-12-01", follows = true }, expect = { refused_by = kept },
}
test "a decision that adopts them brings them into force" {
  given  = proposed({ adopted_by = none }, { state = none, adopts = T2 }),
  when   = { move = "record", on = D, by = "bo", date = "2005-11-17" },
  expect = { irregular = false, effects = { { kind = "advance", doc = T2, move = "adopt" }, { kind = "advance", doc = T, move = "supersede" } } },
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

test "once reviewed, the year counts from the review" {
  given  = { [T] = { state = "in force", reviewed = "2006-03-01" }, [X] = { state = "done" }, [R] = { state = "considered" } }, when = { daily = "2006-05-02" }, expect = { no_effects = true },
}
test "and comes round again" {
  given  = { [T] = { state = "in force", reviewed = "2006-03-01" } }, when = { daily = "2007-01-01" },
  expect = { effects = { { kind = "create_action", about_doc = T, due = "2007-03-01" } } },
}

test "an action is recorded" {
  given = { [X] = { state = none } }, when = { move = "record", on = X, by = "bo", date = "2005-11-17" }, expect = { allowed = true },
}
test "its owner completes it" { when = { move = "complete", on = X, by = "paul", date = "2005-12-01" }, expect = { allowed = true } }
test "somebody else does not" {
  when = { move = "complete", on = X, by = "tom", date = "2005-12-01" },
  expect = { allowed = false, says = "paul" },
}
test "its owner says how it stands" {
  when   = { move = "report", on = X, by = "paul", date = "2005-11-25", set = { progress = "Half the schools have answered." } },
  expect = { allowed = true },
}
test "a report says something" {
  when   = { move = "report", on = X, by = "paul", date = "2005-11-25" },
  expect = { refused_by = "a report on an action says how it stands", says = "progress" },
}
local wish = { asked_until = "2006-01-16", asked_because = "half term" }
test "its owner asks for more time, and the chair hears of it" {
  when   = { move = "ask_for_time", on = X, by = "paul", date = "2005-11-25", set = wish },
  expect = { allowed = true, effects = { { kind = "ask", doc = X } } },
}
for _, row in ipairs {
  { "a day", "asked_until", { asked_because = "half term" } }, { "a reason", "asked_because", { asked_until = "2006-01-16" } },
  { "a later day", "later", { asked_until = "2005-11-28", asked_because = "half term" } },
} do
  test("more time is asked for with " .. row[1]) {
    when   = { move = "ask_for_time", on = X, by = "paul", date = "2005-11-25", set = row[3] },
    expect = { refused_by = "more time is asked for with a day and a reason", says = row[2] },
  }
end
test "nobody asks for more time for another" {
  when = { move = "ask_for_time", on = X, by = "jane", date = "2005-11-25", set = wish }, expect = { refused_by = "action workflow" },
}
test "the chair extends it, with a reason and a later day" {
  when   = { move = "extend", on = X, by = "cath", date = "2005-12-01", reason = "half term", set = { due = "2006-01-16" } },
  expect = { allowed = true },
}
for _, row in ipairs {
  { "allowed by a decision", "CTB-2005-D001", { state = "recorded" } },
  { "not by one that was taken back", "CTB-2005-D001", { state = "rescinded" }, "rescinded" },
  { "not by one that is not there", "CTB-2005-D099", {}, "there is no decision CTB-2005-D099" },
  { "not by a paper", P, {}, "there is no decision" },
} do
  test("the chair extends it: " .. row[1]) {
    given  = { [X] = { extensions = { { from = "2005-11-28", to = "2006-01-16", by = "cath", decision = row[2] } } }, ["CTB-2005-D001"] = row[3] },
    when   = { move = "extend", on = X, by = "cath", date = "2005-12-01", reason = "half term", set = { due = "2006-01-16" } },
    expect = { allowed = row[4] == nil, refused_by = row[4] and "an extension that cites a decision cites one that stands", says = row[4] },
  }
end
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
