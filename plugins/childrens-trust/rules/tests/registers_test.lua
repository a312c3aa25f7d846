-- Delegations, decisions by one person, the forward plan, disputes, challenges; conditions and what later decisions undo.

local D, L, O, T, X, C = "CTB-2005-D001", "CTB-2005-L001", "CTB-2005-O001", "CTB-2005-T001", "CTB-2005-X001", "CTB-2005-C001"

local function world(more)
  local given = {
    paul = { kind = "person", name = "Paul", post = "Chief Officer" },
    [D] = { state = "recorded", delegate_to = "the Chief Officer" },
    [L] = { kind = "delegation", group = "board", state = "given", author = "bo", title = "Minor changes", given_by = D, to_role = "Chief Officer",
            matters = { "minor change" }, limit = 5000, in_consultation_with = "the chair", valid_from = "2005-11-15", valid_until = "2006-11-14" },
    [O] = { kind = "officer-decision", group = "board", title = "A minor change of rooms", text = "That room 3 be used.", date = "2005-12-01",
            taken_by = "paul", under = L, amount = 0, consulted = "the chair, by telephone on 30 November" },
    [T] = { kind = "milestone", group = "board", state = "planned", title = "Report back", due = "2006-03-31", first_due = "2006-03-31", owner = "bo" },
    [X] = { kind = "dispute", group = "board", state = "stage 1", author = "tom", raised_by = "tom", title = "Who pays for transport",
            against = "the Council", raised = "2005-11-21", outcome = "half each" },
    [C] = { kind = "challenge", group = "board", state = "raised", author = "tom", raised_by = "tom", title = "Missed visits", owner = "paul",
            response_due = "2005-12-12", response = "Five were missed." },
    -- so that only what is under test is due
    ["CTB-2005-A001"] = { state = "done" }, ["CTB-2005-R001"] = { state = "considered" },
  }
  for name, fields in pairs(more or {}) do
    if given[name] == nil then given[name] = {} end
    for field, value in pairs(fields) do given[name][field] = value end
  end
  return given
end
local function each(rows, make)
  for _, row in ipairs(rows) do make(row) end
end

-- Conditions and later decisions ------------------------------------------------------------------------------------

local meet = { move = "meet", on = D, by = "bo", date = "2005-12-01", reason = "letter of the staff side of 28 November" }
local shown, carried = "a condition is met when something shows it", "a decision is carried out when it has effect and its conditions are met"
local implement = { move = "implement", on = D, by = "bo", date = "2005-12-01" }
test "a condition is met" { given = world { [D] = { conditions = { { text = "subject to consultation" } } } }, when = meet, expect = { allowed = true } }
test "a decision without a condition has none to meet" { given = world(), when = meet, expect = { refused_by = shown, says = "conditions" } }
test "a condition is not met by saying so" {
  given = world { [D] = { conditions = { { text = "subject to consultation" } } } },
  when = { move = "meet", on = D, by = "bo", date = "2005-12-01" }, expect = { refused_by = shown, says = "what shows" },
}
test "a decision waits for its conditions" {
  given = world { [D] = { conditions = { { text = "subject to consultation" }, { text = "to funding", met_on = "2005-11-30" } } } }, when = implement,
  expect = { refused_by = carried, says = "condition 1 is not met" },
}
test "when they are met it is carried out" {
  given = world { [D] = { conditions = { { text = "subject to consultation", met_on = "2005-11-30" } } } }, when = implement, expect = { allowed = true },
}
test "a decision without effect is not carried out" {
  given = world { [D] = { irregular = { { rule = "no decision without a quorum", since = "2005-11-15" } } } }, when = implement,
  expect = { refused_by = carried, says = "cured" },
}

local later, undoes = "CTB-2005-D009", "a group undoes its own decisions, and those of bodies below it"
local function next_decision(fields, more)
  local given = world(more)
  given[later] = { kind = "decision", group = "board", title = "form six teams", text = "That six teams be formed in place of " .. D .. ".",
                   outcome = "agreed", date = "2005-11-15", meeting = "CTB-2005-M002", item = "5" }
  for field, value in pairs(fields) do given[later][field] = value end
  return given
end
local record_later = { move = "record", on = later, by = "bo", date = "2005-11-17" }
test "a decision supersedes an earlier one" {
  given = next_decision { supersedes = { D } }, when = record_later,
  expect = { irregular = false, effects = { { kind = "advance", doc = D, move = "supersede" } } },
}
test "and rescinds one" {
  given = next_decision { rescinds = { D } }, when = record_later,
  expect = { irregular = false, effects = { { kind = "advance", doc = D, move = "rescind" } } },
}
test "what no longer stands is left as it is" {
  given = next_decision({ supersedes = { D }, rescinds = { D } }, { [D] = { state = "superseded" } }), when = record_later,
  expect = { irregular = false, count = 3 },
}
test "a board undoes what a body below it decided" {
  given = next_decision { amends = { "WFD-2005-D001" } }, when = record_later, expect = { irregular = false },
}
test "but not what another body decided" {
  given = next_decision({ supersedes = { "SGB-2005-D001" } }, { ["SGB-2005-D001"] = {
    kind = "decision", group = "safeguarding", state = "recorded", title = "visit", text = "That we visit.", outcome = "agreed", date = "2005-10-01" } }),
  when = record_later, expect = { allowed = true, irregular = undoes, says = "Safeguarding board" },
}
local function finds_met(row)
  return { outcome = "agreed", meets = { { decision = D, row = row or 1, on = "2005-11-10", evidence = "That the condition in " .. D .. " has been met." } } }
end
local consulted = { { text = "subject to consultation" } }
test "a decision that finds a condition met closes it" {
  given = next_decision(finds_met(), { [D] = { conditions = consulted } }), when = record_later,
  expect = { irregular = false, effects = { { kind = "advance", doc = D, move = "meet", row = "1", day = "2005-11-10" } } },
}
test "one that is met already is left as it is" {
  given = next_decision(finds_met(), { [D] = { conditions = { { text = "subject to consultation", met_on = "2005-11-01" } } } }), when = record_later,
  expect = { irregular = false, count = 3 },
}
test "a row that is not there is none" {
  given = next_decision(finds_met(2), { [D] = { conditions = consulted } }), when = record_later, expect = { irregular = false, count = 3 },
}
test "a decision that has been replaced has nothing left to meet" {
  given = next_decision(finds_met(), { [D] = { state = "superseded", conditions = consulted } }), when = record_later, expect = { irregular = false, count = 3 },
}
test "what follows from a decision needs no other reason" {
  given = world { [D] = { conditions = consulted } }, when = { move = "meet", on = D, by = "bo", date = "2005-12-01", follows = true }, expect = { allowed = true },
}
local A = "CTB-2005-A001"
local function puts_off(to) return { extends = { { action = A, to = to } } } end
test "a decision that extends an action gives it its new date" {
  given = next_decision(puts_off("2006-03-31"), { [A] = { state = "open", due = "2005-11-28" } }), when = record_later,
  expect = { irregular = false, effects = { { kind = "advance", doc = A, move = "extend", day = "2006-03-31" } } },
}
test "an earlier date is no extension" {
  given = next_decision(puts_off("2005-11-20"), { [A] = { state = "open", due = "2005-11-28" } }), when = record_later,
  expect = { irregular = false, count = 3 },
}
test "what is done is not extended" {
  given = next_decision(puts_off("2006-03-31"), { [A] = { state = "done", due = "2005-11-28" } }), when = record_later,
  expect = { irregular = false, count = 3 },
}

local by_hand = "a later decision takes the place of one of its own group or of a body below"
local function supersede(fields, given)
  given[later].state = given[later].state or "recorded"
  given[D].superseded_by = fields.superseded_by
  return given
end
each({
  { "it names the later decision", { superseded_by = later }, {} },
  { "none is named", {}, {}, "superseded_by" },
  { "it does not supersede itself", { superseded_by = D }, {}, "later decision" },
  { "the other is not earlier", { superseded_by = later }, { date = "2005-10-01" }, "later decision" },
  { "the other stands", { superseded_by = later }, { state = "rescinded" }, "does not stand" },
  { "the other has effect", { superseded_by = later }, { irregular = { { rule = "x", since = "2005-11-15" } } }, "does not stand" },
  { "the other is of a body above", { superseded_by = later }, { group = "safeguarding" }, "body above" },
}, function(row)
  local name = row[3].group and "SGB-2005-D009" or later
  local given = next_decision(row[3])
  if row[3].group then given[name], given[later] = given[later], nil end
  given[name].state = given[name].state or "recorded"
  given[D].superseded_by = row[2].superseded_by == later and name or row[2].superseded_by
  test("superseded by hand: " .. row[1]) {
    given = given, when = { move = "supersede", on = D, by = "bo", date = "2005-12-01" },
    expect = { allowed = row[4] == nil, refused_by = row[4] and by_hand, says = row[4] },
  }
end)

-- Delegations -------------------------------------------------------------------------------------------------------

local give = { move = "give", on = L, by = "bo", date = "2005-11-17" }
local stands = "a delegation is given by a decision that stands"
each({
  { "it is given", {} },
  { "by a decision", { given_by = none }, "given_by" },
  { "from a day", { valid_from = none }, "valid_from" },
  { "to somebody", { to_role = none }, "to_person or to_role" },
  { "by its own group", { given_by = "WFD-2005-D001" }, "Children's Trust board" },
  { "not before its decision", { valid_from = "2005-11-01" }, "2005-11-15" },
  { "ending after it begins", { valid_until = "2005-11-15", valid_from = "2005-11-16" }, "2005-11-16" },
}, function(row)
  local fields = { state = none }
  for field, value in pairs(row[2]) do fields[field] = value end
  test("a delegation: " .. row[1]) {
    given = world { [L] = fields }, when = give, expect = { allowed = row[3] == nil, refused_by = row[3] and stands, says = row[3] },
  }
end)
test "a delegation: not by a decision that was lost" {
  given = world { [L] = { state = none }, [D] = { outcome = "lost" } }, when = give, expect = { refused_by = stands, says = "lost" },
}
test "a delegation: not by a decision without effect" {
  given = world { [L] = { state = none }, [D] = { irregular = { { rule = "x", since = "2005-11-15" } } } }, when = give,
  expect = { refused_by = stands, says = "no effect" },
}
test "a delegation is taken back with a reason" {
  given = world(), when = { move = "revoke", on = L, by = "cath", date = "2006-01-10", reason = "the post is gone" }, expect = { allowed = true },
}
test "not without one" {
  given = world(), when = { move = "revoke", on = L, by = "cath", date = "2006-01-10" },
  expect = { refused_by = "a delegation is taken back with a reason" },
}
test "a delegation comes to its end" { given = world(), when = { move = "expire", on = L, by = "bo", date = "2006-11-15" }, expect = { allowed = true } }
test "the board officer hears of it before" {
  given = world { [T] = { state = "done" } }, when = { daily = "2006-10-17" },
  expect = { effects = { { kind = "remind", about_doc = L, people = { "bo" } } } },
}
test "the day after its last it has ended" {
  given = world { [T] = { state = "done" } }, when = { daily = "2006-11-15" }, expect = { effects = { { kind = "advance", doc = L, move = "expire" } } },
}
test "what was delegated and not entered is remembered" {
  given = world { [L] = { given_by = "WFD-2005-D001" } }, when = { daily = "2005-11-29" },
  expect = { effects = { { kind = "remind", about_doc = D, about = "enter what was delegated in the register of delegations" } } },
}

local within = "a decision under a delegation keeps within it"
local take = { move = "record", on = O, by = "paul", date = "2005-12-01" }
each({
  { "within it", {} },
  { "in the post, said so", { taken_by = "dora", taken_as = "Chief Officer" } },
  { "none named", { under = none }, "no delegation" },
  { "before it begins", { date = "2005-11-01" }, "not in force on 2005-11-01" },
  { "after it ended", { date = "2006-11-20" }, "not in force on 2006-11-20" },
  { "above the limit", { amount = 5001 }, "amount 5001, limit 5000" },
  { "no amount", { amount = none }, "say the amount" },
  { "another matter", { title = "A new post", text = "That a post be made." }, "minor change" },
  { "the matter said", { title = "Rooms", matter = "minor change" } },
  { "somebody else", { taken_by = "tom" }, "it was given to Chief Officer" },
  { "nobody consulted", { consulted = none }, "how the chair was consulted" },
}, function(row)
  test("a decision under a delegation: " .. row[1]) {
    given = world { [O] = row[2] }, when = { move = "record", on = O, by = "bo", date = "2005-12-01" },
    expect = { allowed = true, irregular = row[3] and within or false, says = row[3], count = 1 },
  }
end)
test "a decision under a delegation is told to the group" {
  given = world(), when = take, expect = { effects = { { kind = "report", to = "board", purpose = "to note" } } },
}
test "and ratified there when it was outside" {
  given = world { [O] = { amount = 9000 } }, when = take, expect = { effects = { { kind = "report", to = "board", purpose = "for ratification" } } },
}
test "given to one person it is that person's" {
  given = world { [L] = { to_role = none, to_person = "dora" } }, when = take, expect = { irregular = within, says = "it was given to dora" },
}
test "once revoked it is used no more" {
  given = world { [L] = { state = "revoked", ended = "2005-11-20" } }, when = take, expect = { irregular = within, says = "not in force" },
}
test "what was done before it was revoked stands" {
  given = world { [L] = { state = "revoked", ended = "2005-12-20" } }, when = take, expect = { irregular = false },
}
local W = "WFD-2005-D001"
test "a group decides under a delegation given to it" {
  given = world { [L] = { to_role = none, to_group = "workforce", valid_from = "2005-11-15", matters = none }, [W] = { state = none, under = L, amount = 900 } },
  when = { move = "record", on = W, by = "bo", date = "2005-11-24" }, expect = { irregular = false },
}
test "not under one given to somebody else" {
  given = world { [L] = { matters = none }, [W] = { state = none, under = L } },
  when = { move = "record", on = W, by = "bo", date = "2005-11-24" }, expect = { irregular = within, says = "Chief Officer" },
}
local drop = { move = "withdraw", on = O, by = "paul", date = "2006-01-10" }
test "a decision by one person is withdrawn with a reason" {
  given = world { [O] = { state = "recorded" } }, when = { move = "withdraw", on = O, by = "paul", date = "2006-01-10", reason = "the room was let" },
  expect = { allowed = true },
}
test "it is not withdrawn without one" {
  given = world { [O] = { state = "recorded" } }, when = drop, expect = { refused_by = "a decision by one person is withdrawn with a reason" },
}

-- The forward plan --------------------------------------------------------------------------------------------------

local recommended = { { number = "5", kind = "agree", text = "Form five teams.", report_by = "2006-03-31" } }
test "a decision that keeps to none of the recommendations promises nothing" {
  given = world { [D] = { state = none, paper = "CTB-2005-P001" }, ["CTB-2005-P001"] = { recommendations = recommended } },
  when = { move = "record", on = D, by = "bo", date = "2005-11-17" },
  expect = { allowed = true, count = 3 },
}
test "a promised report back is planned: by the number of its recommendation" {
  given = world { [D] = { state = none, paper = "CTB-2005-P001", recommendation = "5" }, ["CTB-2005-P001"] = { recommendations = recommended } },
  when = { move = "record", on = D, by = "bo", date = "2005-11-17" },
  expect = { effects = { { kind = "create_action", as = "milestone", due = "2006-03-31", title = "Report back: Form five teams." } } },
}
test "by the numbers that it names" {
  given = world {
    [D] = { state = none, paper = "CTB-2005-P001", text = "That recommendations 4 to 6, and 9, be noted." },
    ["CTB-2005-P001"] = { recommendations = {
      { number = "3", text = "A.", report_by = "2006-01-31" }, { number = "5", text = "B.", report_by = "2006-02-28" },
      { number = "6", text = "C." }, { number = "9", text = "D.", report_by = "2006-04-30" } } },
  },
  when = { move = "record", on = D, by = "bo", date = "2005-11-17" },
  expect = { count = 5, effects = { { kind = "create_action", due = "2006-02-28", title = "Report back: B." },
                                    { kind = "create_action", due = "2006-04-30", title = "Report back: D." } } },
}
test "by the day the decision gives itself" {
  given = world { [D] = { state = none, report_back_by = "2006-02-01" } }, when = { move = "record", on = D, by = "bo", date = "2005-11-17" },
  expect = { effects = { { kind = "create_action", as = "milestone", due = "2006-02-01" } } },
}
test "a milestone is entered" { given = world { [T] = { state = none } }, when = { move = "plan", on = T, by = "bo", date = "2005-12-01" }, expect = { allowed = true } }
test "a milestone is done" { given = world(), when = { move = "complete", on = T, by = "bo", date = "2006-03-28" }, expect = { allowed = true } }
each({
  { "postponed with a reason and a later day", "postpone", "half term", "2006-05-01" },
  { "not without a reason", "postpone", nil, "2006-05-01", "say why" },
  { "not to an earlier day", "postpone", "half term", "2006-03-01", "later day" },
  { "dropped with a reason", "drop", "overtaken" },
}, function(row)
  test("a milestone: " .. row[1]) {
    given = world(), when = { move = row[2], on = T, by = "cath", date = "2006-02-01", reason = row[3], set = row[4] and { due = row[4] } },
    expect = { allowed = row[5] == nil, refused_by = row[5] and "a milestone is postponed or dropped with a reason", says = row[5] },
  }
end)
each({
  { "a month before", "2006-02-28", "remind", "bo" }, { "on the day", "2006-03-31", "remind", "bo" }, { "ten working days after", "2006-04-18", "escalate", "cath" },
}, function(row)
  test("what was promised is chased: " .. row[1]) {
    given = world { [X] = { state = "withdrawn" }, [C] = { state = "closed" } }, when = { daily = row[2] },
    expect = { effects = { { kind = row[3], about_doc = T, people = { row[4] } } } },
  }
end)

-- Disputes ----------------------------------------------------------------------------------------------------------

local roles = { ["board officer"] = "bo", ["finance lead"] = "fay", ["legal lead"] = "leo", ["monitoring officer"] = "mo",
                ["independent person"] = "ind" }
local function dispute(fields) local w = world { [X] = fields or {} } w.roles = roles return w end
test "a dispute is raised" { given = dispute { state = none }, when = { move = "raise", on = X, by = "tom", date = "2005-11-21" }, expect = { allowed = true } }
test "it says with whom" {
  given = dispute { state = none, against = none }, when = { move = "raise", on = X, by = "tom", date = "2005-11-21" },
  expect = { refused_by = "a dispute names whom it is with", says = "against" },
}
test "on the fifth working day it is still at stage 1" { given = dispute(), when = { daily = "2005-11-28" }, expect = { no_effects = true } }
test "on the day after it climbs, and stage 2 is told" {
  given = dispute(), when = { daily = "2005-11-29" },
  expect = { effects = { { kind = "advance", doc = X, move = "advance" }, { kind = "escalate", about_doc = X, people = { "lord", "ola" } } } },
}
test "the days are those of the terms of reference" {
  given = (function() local w = dispute() w.groups = { board = { params = { quorum = 3, dispute_stage_1_days = 3 } } } return w end)(),
  when = { daily = "2005-11-25" }, expect = { effects = { { kind = "advance", doc = X, move = "advance" } } },
}
test "from stage 2 it climbs to stage 3" {
  given = dispute { state = "stage 2", stage_started = "2005-11-29" }, when = { daily = "2005-12-07" },
  expect = { effects = { { kind = "advance", doc = X, move = "elevate" }, { kind = "escalate", people = { "ind" } } } },
}
test "after stage 3 somebody is asked about a referral" {
  given = dispute { state = "stage 3", stage_started = "2005-12-07" }, when = { daily = "2005-12-22" },
  expect = { effects = { { kind = "ask", about_doc = X, people = { "tom", "ind" } } } },
}
test "and then the chairs above are told" {
  given = dispute { state = "stage 3", stage_started = "2005-12-07" }, when = { daily = "2006-01-03" },
  expect = { effects = { { kind = "escalate", about_doc = X, people = { "lord", "ola" } } } },
}
test "it is taken up a stage by hand" { given = dispute(), when = { move = "advance", on = X, by = "tom", date = "2005-11-22" }, expect = { allowed = true } }
test "and another" {
  given = dispute { state = "stage 2" }, when = { move = "elevate", on = X, by = "bo", date = "2005-11-22" }, expect = { allowed = true },
}
local other, seat = "a dispute is settled by somebody other than who raised it", "a stage of a dispute is settled by who sits at it"
each({
  { "by the chair at stage 1", "cath", {} },
  { "by a chair above at stage 2", "lord", { state = "stage 2" } },
  { "by the independent person at stage 3", "ind", { state = "stage 3" } },
  { "not by the chair at stage 2", "cath", { state = "stage 2" }, seat, "chair of parent" },
  { "not by the chair at stage 3", "cath", { state = "stage 3" }, seat, "independent person" },
  { "not by the independent person at stage 1", "ind", {}, seat, "chair" },
  { "not by who raised it", "cath", { raised_by = "cath" }, other, "somebody else" },
  { "not by who wrote it", "cath", { author = "cath" }, other, "somebody else" },
  { "with an outcome", "cath", { outcome = none }, other, "outcome" },
}, function(row)
  test("a dispute is settled: " .. row[1]) {
    given = dispute(row[3]), when = { move = "resolve", on = X, by = row[2], date = "2005-11-25" },
    expect = { allowed = row[4] == nil, refused_by = row[4], says = row[5] },
  }
end)
local outside = "a referral outside says where and why"
each({
  { "stage 1", "tom", "stage 1", "the ombudsman", "a child is at risk" }, { "stage 2", "mo", "stage 2", "the ombudsman", "no answer" },
  { "stage 3", "ind", "stage 3", "the ombudsman", "no agreement" },
  { "nowhere", "tom", "stage 1", none, "a child is at risk", "referred_to" }, { "without a reason", "tom", "stage 1", "the ombudsman", nil, "say why" },
}, function(row)
  test("a dispute is referred outside: " .. row[1]) {
    given = dispute { state = row[3], referred_to = row[4] }, when = { move = "refer", on = X, by = row[2], date = "2005-11-22", reason = row[5] },
    expect = { allowed = row[6] == nil, refused_by = row[6] and outside, says = row[6] },
  }
end)
test "a dispute is withdrawn" { given = dispute(), when = { move = "withdraw", on = X, by = "tom", date = "2005-11-22" }, expect = { allowed = true } }

-- Challenges --------------------------------------------------------------------------------------------------------

local wanted, answered = "a challenge says by when an answer is wanted", "a challenge is answered in words, by somebody else"
each({
  { "raised", "raise", "tom", { state = none } },
  { "with a day", "raise", "tom", { state = none, response_due = none }, wanted, "response_due" },
  { "of somebody", "raise", "tom", { state = none, owner = none }, wanted, "owner or to_organisation" },
  { "answered", "answer", "paul", {} },
  { "in words", "answer", "paul", { response = none }, answered, "response" },
  { "by somebody else", "answer", "cath", { raised_by = "cath" }, answered, "somebody else" },
  { "reopened", "reopen", "tom", { state = "answered" } },
  { "closed by a decision", "close", "cath", { state = "answered", decision = D } },
  { "closed by an action", "close", "cath", { state = "answered", actions = { "CTB-2005-A001" } } },
  { "closed in words", "close", "cath", { state = "answered", outcome = "the visits were made up" } },
  { "not closed by nothing", "close", "cath", { state = "answered" }, "a challenge is closed when it is said what came of it", "decision" },
}, function(row)
  test("a challenge: " .. row[1]) {
    given = world { [C] = row[4] }, when = { move = row[2], on = C, by = row[3], date = "2005-12-05" },
    expect = { allowed = row[5] == nil, refused_by = row[5], says = row[6] },
  }
end)
each({
  { "five working days before", "2005-12-05", "remind", "paul" }, { "on the day", "2005-12-12", "remind", "paul" }, { "five after", "2005-12-19", "escalate", "cath" },
}, function(row)
  test("a challenge is chased: " .. row[1]) {
    given = world { [X] = { state = "withdrawn" } }, when = { daily = row[2] }, expect = { effects = { { kind = row[3], about_doc = C } } },
  }
end)
