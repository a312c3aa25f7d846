-- Decision records, key decisions, private meetings, call-in.

local exec = { executive = { regime = "exec2012", members = { { person = "lord", role = "chair", voting = true } }, params = { quorum = 1 } } }
local posts = { ["finance lead"] = "fay", ["legal lead"] = "leo", ["board officer"] = "bo", ["monitoring officer"] = "mo",
                ["proper officer"] = "pol", ["scrutiny chair"] = "sue", ["scrutiny member"] = "sid" }
local D, K, M = "EXE-2026-D001", "EXE-2026-K001", "EXE-2026-M001"

local function world(more)
  local given = {
    groups = exec, roles = posts,
    [M] = { kind = "meeting", group = "executive", state = "held", title = "June", date = "2026-06-30", chaired_by = "lord",
            attendance = { { person = "lord", as = "present" } } },
    ["EXE-2026-M001-agenda"] = { kind = "agenda", state = "published", author = "bo", title = "Agenda", meeting = M,
                                 items = { { number = "4", title = "Joint teams", paper = "EXE-2026-P001" } } },
    ["EXE-2026-P001"] = { kind = "paper", group = "executive", state = "approved", author = "paul", title = "Joint teams", key = true, key_notice = K },
    [D] = { kind = "decision", group = "executive", state = "recorded", title = "form teams", text = "That teams be formed.", outcome = "agreed",
            date = "2026-06-30", meeting = M, item = "4", reasons = "Better help.", alternatives = "none", record_made_by = "pol",
            published_on = "2026-07-01" },
    [K] = { kind = "key-decision-notice", group = "executive", state = "draft", title = "Joint teams", matter = "Five teams",
            decider = "The Executive", decide_on = "2026-06-30", copies_from = "the Town Hall", more_documents = "may come",
            how_to_ask = "write to the proper officer" },
  }
  for name, fields in pairs(more or {}) do
    if given[name] == nil then given[name] = {} end
    for field, value in pairs(fields) do given[name][field] = value end
  end
  return given
end

-- Records -----------------------------------------------------------------------------------------------------------

local implement = { move = "implement", on = D, by = "bo", date = "2026-07-20" }
local whole = "the executive's decision is recorded whole before it is carried out"
test "a whole record" { given = world(), when = implement, expect = { allowed = true } }
for _, field in ipairs { "reasons", "alternatives", "record_made_by" } do
  test("a record without " .. field) { given = world { [D] = { [field] = none } }, when = implement, expect = { refused_by = whole, says = field } }
end
test "a conflict without a word on dispensation" {
  given = world { [D] = { conflicts = { { person = "lord", nature = "governor" } } } }, when = implement,
  expect = { refused_by = whole, says = "dispensation" },
}
test "a conflict with one" {
  given = world { [D] = { conflicts = { { person = "lord", nature = "governor", dispensation = "none" } } } }, when = implement,
  expect = { allowed = true },
}
test "whoever presided may make the record" { given = world { [D] = { record_made_by = "lord" } }, when = implement, expect = { allowed = true } }
test "anybody else may not" {
  given = world { [D] = { record_made_by = "paul" } }, when = implement,
  expect = { refused_by = "the record is made by the proper officer or by who presided" },
}
test "an incomplete record is chased" {
  given = world { [D] = { alternatives = none } }, when = { daily = "2026-07-02" },
  expect = { effects = { { kind = "remind", about_doc = D, people = { "bo" } } } },
}
local officers = { executive = { regime = "officer2014" } }
local function officer(fields) local w = world { [D] = fields } w.groups = officers return w end
test "an officer's whole record" { given = officer { delegated_under = "scheme 4.2" }, when = implement, expect = { allowed = true } }
test "an officer's record names the delegation" {
  given = officer {}, when = implement,
  expect = { refused_by = "an officer's decision under delegation is recorded whole", says = "delegated_under" },
}
test "or cites it in the register" {
  given = (function()
    local w = officer { under = "EXE-2026-L001" }
    w["EXE-2026-L001"] = { kind = "delegation", group = "executive", state = "given", title = "Minor", to_role = "Chief Officer", valid_from = "2026-01-01" }
    return w
  end)(),
  when = implement, expect = { allowed = true },
}
test "an officer's record is whole" {
  given = officer { delegated_under = "scheme 4.2", alternatives = none }, when = implement,
  expect = { refused_by = "an officer's decision under delegation is recorded whole", says = "alternatives" },
}
test "an officer's record answers each conflict" {
  given = officer { delegated_under = "scheme 4.2", conflicts = { { person = "lord", nature = "governor" } } }, when = implement,
  expect = { refused_by = "an officer's decision under delegation is recorded whole", says = "dispensation" },
}
-- Decisions by one person.
local O = "EXE-2026-O001"
local function alone(fields)
  local base = { kind = "officer-decision", group = "executive", state = "recorded", title = "A lease", date = "2026-06-30", text = "That it be signed.",
                 taken_by = "lord", reasons = "It is cheap.", alternatives = "none" }
  for k, v in pairs(fields or {}) do base[k] = v end
  return world { [O] = base, [D] = { state = "implemented" } }
end
local make_public = { move = "publish", on = O, by = "bo", date = "2026-07-01" }
local one_whole = "a decision by one person is recorded whole before its record is published"
test "one person's whole record is published" { given = alone(), when = make_public, expect = { allowed = true } }
for _, row in ipairs {
  { "reasons", { reasons = none }, "reasons" }, { "alternatives", { alternatives = none }, "alternatives" },
  { "the dispensation", { conflicts = { { person = "lord", nature = "governor" } } }, "dispensation" },
} do
  test("one person's record says " .. row[1]) { given = alone(row[2]), when = make_public, expect = { refused_by = one_whole, says = row[3] } }
end
test "its publication is chased" {
  given = alone(), when = { daily = "2026-07-02" }, expect = { effects = { { kind = "remind", about_doc = O, people = { "lord", "bo" } } } },
}
test "a key decision by one person needs its notice" {
  given = alone { state = none, key = true, key_notice = K, under = none }, when = { move = "record", on = O, by = "bo", date = "2026-06-30" },
  expect = { allowed = true, irregular = "a key decision is taken under its notice" },
}
local record = { move = "record", on = D, by = "bo", date = "2026-06-30", recorded = "2026-06-30" }
test "members see the papers of an individual decision within a day" {
  given = world { [D] = { state = none, meeting = none } }, when = record,
  expect = { allowed = true, effects = { { kind = "remind", about = "let members see the papers within 24 hours" } } },
}

-- Key decisions -----------------------------------------------------------------------------------------------------

local function notice(date) return { move = "publish", on = K, by = "pol", date = date } end
local days28, strict28 = "a key decision has 28 clear days of notice", "a key decision has 28 clear working days of notice"
test "a notice is filed" { given = world { [K] = { state = none } }, when = { move = "file", on = K, by = "bo", date = "2026-05-20" }, expect = { allowed = true } }
test "V8: 28 clear days from 1 June to 30 June" { given = world(), when = notice "2026-06-01", expect = { allowed = true, says = "2026-06-29" } }
test "V8: not from 2 June" { given = world(), when = notice "2026-06-02", expect = { refused_by = days28, says = "2026-06-01" } }
local strict = { executive = { regime = "exec2012", params = { key_notice_convention = "working" } } }
local function strictly(on) local w = world { [K] = { decide_on = on } } w.groups = strict return w end
test "V8, strict: from 1 June to 10 July" { given = strictly "2026-07-10", when = notice "2026-06-01", expect = { allowed = true } }
test "V8, strict: not to 9 July" { given = strictly "2026-07-09", when = notice "2026-06-01", expect = { refused_by = strict28 } }
test "a notice says all it must" {
  given = world { [K] = { matter = none } }, when = notice "2026-06-01",
  expect = { refused_by = "a notice of a key decision says all it must", says = "matter" },
}
local exception = "the general exception needs five clear days and scrutiny informed"
test "general exception" {
  given = world { [K] = { exception_reasons = "the grant came late", scrutiny_informed = "2026-06-19" } }, when = notice "2026-06-22", expect = { allowed = true },
}
test "general exception: scrutiny is informed" {
  given = world { [K] = { exception_reasons = "the grant came late" } }, when = notice "2026-06-22", expect = { refused_by = exception, says = "scrutiny_informed" },
}
test "general exception: five clear days" {
  given = world { [K] = { exception_reasons = "the grant came late", scrutiny_informed = "2026-06-19" } }, when = notice "2026-06-23",
  expect = { refused_by = exception, says = "2026-06-22" },
}
local urgency = "special urgency is agreed by the scrutiny chair"
test "special urgency" {
  given = world { [K] = { urgency_agreed_by = "sue", urgency_reasons = "a flood" } }, when = notice "2026-06-29", expect = { allowed = true },
}
test "special urgency: its reasons are given" {
  given = world { [K] = { urgency_agreed_by = "sue" } }, when = notice "2026-06-29", expect = { refused_by = urgency, says = "urgency_reasons" },
}
test "special urgency: not by somebody else" {
  given = world { [K] = { urgency_agreed_by = "paul", urgency_reasons = "a flood" } }, when = notice "2026-06-29",
  expect = { refused_by = urgency, says = "sue" },
}
test "a notice is closed" { given = world { [K] = { state = "published" } }, when = { move = "decide", on = K, by = "pol", date = "2026-06-30" }, expect = { allowed = true } }
test "a notice is withdrawn" { given = world(), when = { move = "withdraw", on = K, by = "pol", date = "2026-06-30" }, expect = { allowed = true } }

test "a case of special urgency is reported within the year" {
  given = world { [K] = { state = "decided", published = "2026-06-29", urgency_agreed_by = "sue", urgency_reasons = "a flood" }, [D] = { state = "implemented" } },
  when = { daily = "2027-06-29" }, expect = { effects = { { kind = "remind", about_doc = K, people = { "pol", "bo" } } } },
}
local much = "a paper about much money is looked at as a key decision"
local function costs(amount, key) return world { ["EXE-2026-P001"] = { state = "draft", amount = amount, key = key } } end
local submit = { move = "submit", on = "EXE-2026-P001", by = "bo", date = "2026-05-20" }
test "a paper about much money is looked at" { given = costs(600000, none), when = submit, expect = { allowed = true, advised = much } }
test "about less it is not" { given = costs(400000, none), when = submit, expect = { allowed = true, advised = false } }
test "nor when it is said to be key" { given = costs(600000, true), when = submit, expect = { allowed = true, advised = false } }

local carries = "an agenda carries a key decision only with its notice"
local function agenda(fields)
  fields = fields or {}
  fields["EXE-2026-M001-agenda"] = { state = "draft" }
  return world(fields)
end
local out = { move = "publish", on = "EXE-2026-M001-agenda", by = "bo", date = "2026-06-19" }
test "an agenda with a noticed key decision" { given = agenda { [K] = { state = "published" } }, when = out, expect = { allowed = true } }
test "an agenda without the notice" { given = agenda(), when = out, expect = { refused_by = carries, says = "EXE-2026-P001" } }
test "an agenda before the day of the notice" {
  given = agenda { [K] = { state = "published", decide_on = "2026-07-07" } }, when = out, expect = { refused_by = carries, says = "2026-07-07" },
}

local under = "a key decision is taken under its notice"
local function key(k) return world { [D] = { state = none, key = true, key_notice = K }, [K] = k } end
test "a key decision under its notice" { given = key { state = "published" }, when = record, expect = { irregular = false } }
test "without a published notice it is marked" { given = key {}, when = record, expect = { allowed = true, irregular = under } }
test "before its day too" { given = key { state = "published", decide_on = "2026-07-07" }, when = record, expect = { irregular = under, says = "2026-07-07" } }

-- Private meetings --------------------------------------------------------------------------------------------------

local N = "EXE-2026-N001"
local function private(fields)
  local base = { kind = "private-meeting-notice", group = "executive", state = "draft", title = "June in private", meeting = M, reasons = "paragraph 3",
                 representations = "none", response = "none" }
  for k, v in pairs(fields or {}) do base[k] = v end
  return world { [N] = base }
end
local function first(date) return { move = "publish", on = N, by = "pol", date = date } end
local function second(date) return { move = "confirm", on = N, by = "pol", date = date } end
local p28, p5 = "a private meeting has 28 clear days of notice", "a private meeting is confirmed five clear days before"
test "a private notice is filed" { given = private { state = none }, when = { move = "file", on = N, by = "bo", date = "2026-05-20" }, expect = { allowed = true } }
test "private: 28 clear days" { given = private(), when = first "2026-06-01", expect = { allowed = true } }
test "private: not 27" { given = private(), when = first "2026-06-02", expect = { refused_by = p28 } }
test "private: with reasons" { given = private { reasons = none }, when = first "2026-06-01", expect = { refused_by = p28, says = "reasons" } }
test "private: the second notice" { given = private { state = "first notice" }, when = second "2026-06-22", expect = { allowed = true } }
test "private: the second notice in time" { given = private { state = "first notice" }, when = second "2026-06-23", expect = { refused_by = p5 } }
test "private: the second notice gives the response" {
  given = private { state = "first notice", response = none }, when = second "2026-06-22", expect = { refused_by = p5, says = "response" },
}
local cannot_wait = "an urgent private meeting says why it cannot wait"
test "private and urgent" { given = private { urgency_agreed_by = "sue", urgency_reasons = "a flood" }, when = first "2026-06-29", expect = { allowed = true } }
test "private and urgent: why" { given = private { urgency_agreed_by = "sue" }, when = first "2026-06-29", expect = { refused_by = cannot_wait } }
test "private and urgent: agreed by whom it must be" {
  given = private { urgency_agreed_by = "paul", urgency_reasons = "a flood" }, when = first "2026-06-29", expect = { refused_by = cannot_wait, says = "sue" },
}
test "held in public after all" { given = private(), when = { move = "withdraw", on = N, by = "pol", date = "2026-06-05" }, expect = { allowed = true } }

-- Call-in -----------------------------------------------------------------------------------------------------------

local C = "EXE-2026-S001"
local asks = "a call-in comes in time, from enough members, on a stated ground"
local waits = "a decision is carried out when it can no longer be called in"
local function called(fields, decision)
  local base = { kind = "call-in", group = "executive", title = "Joint teams", decision = D, ground = "no consultation", requested_by = { "sid", "sam", "ola" } }
  for k, v in pairs(fields or {}) do base[k] = v end
  return world { [C] = base, [D] = decision or { published_on = "2026-04-01" } }
end
local function request(date) return { move = "request", on = C, by = "sid", date = date } end
test "F4: called in on the last day, over Easter" { given = called(), when = request "2026-04-10", expect = { allowed = true } }
test "F4: too late on the day after" { given = called(), when = request "2026-04-13", expect = { refused_by = asks, says = "2026-04-10" } }
test "too few members" { given = called { requested_by = { "sid", "sam" } }, when = request "2026-04-02", expect = { refused_by = asks, says = "3 members" } }
test "without a ground" { given = called { ground = none }, when = request "2026-04-02", expect = { refused_by = asks, says = "ground" } }
test "a call-in may be asked for before publication" { given = called({}, { published_on = none }), when = request "2026-04-02", expect = { allowed = true } }
local function carry(date) return { move = "implement", on = D, by = "bo", date = date } end
test "F4: carried out from Monday 13 April" { given = world { [D] = { published_on = "2026-04-01" } }, when = carry "2026-04-13", expect = { allowed = true } }
test "F4: not on Friday 10 April" { given = world { [D] = { published_on = "2026-04-01" } }, when = carry "2026-04-10", expect = { refused_by = waits, says = "2026-04-10" } }
test "not before it is published" { given = world { [D] = { published_on = none } }, when = carry "2026-07-20", expect = { refused_by = waits, says = "published_on" } }
test "waived by a named person with a reason" {
  given = world { [D] = { published_on = none, call_in_waived_by = "sue", call_in_waived_because = "a flood" } }, when = carry "2026-07-01", expect = { allowed = true },
}
test "not while a call-in is open" {
  given = called({ state = "open" }), when = carry "2026-07-20", expect = { refused_by = waits, says = C },
}
test "after its release" { given = called({ state = "released" }), when = carry "2026-07-20", expect = { allowed = true } }
test "a call-in is referred" { given = called({ state = "open" }), when = { move = "refer", on = C, by = "sue", date = "2026-04-20" }, expect = { allowed = true } }
test "a call-in is released" { given = called({ state = "open" }), when = { move = "release", on = C, by = "sue", date = "2026-04-20" }, expect = { allowed = true } }
test "a decision that is not published is remembered" {
  given = world { [D] = { published_on = none } }, when = { daily = "2026-07-02" },
  expect = { effects = { { kind = "remind", about_doc = D, people = { "bo" }, about = "publish the decision, so that the time for a call-in runs" } } },
}
