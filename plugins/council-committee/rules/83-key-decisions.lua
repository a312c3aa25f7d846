-- Key decisions of the executive: 28 clear days of notice, or the general exception, or special urgency. Private meetings: two notices.
--
-- A decision is key when it is likely to mean significant spending or saving against the budget of the service, or to have a significant
-- effect on communities in two or more wards. Whether it is one is for people to say: `key` of the paper and of the decision.
-- Whether "28 clear days" are calendar or working days is an open question; practice counts calendar days. A group that counts strictly
-- sets `key_notice_convention: working` in its terms of reference.

kind "key-decision-notice" {
  title = "Notice of a key decision", plural = "key decision notices", lives = "numbered", folder = "key-decision-notices", letter = "K",
  about = "Tells the public that the executive is to take a key decision.",
  fields = {
    title = "text", matter = "text",
    decider = { "text", label = "Who decides", about = "name and title, or the body and its members" },
    decide_on = { "date", label = "Decided on or from" }, decide_until = { "date", label = "Decided by" },
    documents = "list", copies_from = { "text", label = "Where copies are to be had" },
    more_documents = { "text", label = "Whether more documents may come" }, how_to_ask = { "text", label = "How to ask for them" },
    -- general exception:
    exception_reasons = { "text", label = "Why there was no time for full notice" },
    scrutiny_informed = { "date", label = "Scrutiny was told on" },
    -- special urgency:
    urgency_agreed_by = { "person", label = "Urgency agreed by" }, urgency_reasons = { "text", label = "Why it is urgent" },
    published = "date",
  },
  required = { "title" }, managed = { "published" }, date = "published", columns = { "title", "decide_on", "published" },
}
kind "paper" { extend = true, fields = { key = { "bool", label = "Key decision" }, key_notice = { "key-decision-notice", label = "Notice of the key decision" } } }
kind "decision" { extend = true, fields = { key = { "bool", label = "Key decision" }, key_notice = { "key-decision-notice", label = "Notice of the key decision" } } }
kind "officer-decision" { extend = true, fields = { key = { "bool", label = "Key decision" }, key_notice = { "key-decision-notice", label = "Notice of the key decision" } } }

params {
  key_decision_amount   = { about = "pounds from which a decision is looked at as a key decision", default = 500000, at_least = 50000 },
  key_notice_convention = { about = "how the 28 clear days are counted: calendar or working", default = "calendar" },
}

workflow "key-decision-notice" {
  about  = "Notice that the executive is to take a key decision.",
  states = { "draft", "published", "decided", "withdrawn" },
  ends   = { "decided", "withdrawn" },
  moves  = {
    file     = move { from = "new", to = "draft", who = { "board officer", "proper officer" },
                      label = "File the notice",
                      about = "file it" },
    publish  = move { from = "draft", to = "published", who = { "proper officer", "board officer" }, stamp = "published",
                      label = "Publish the notice",
                      about = "make it available to the public" },
    decide   = move { from = "published", to = "decided", who = { "proper officer", "board officer" }, dated = "act",
                      label = "Record that the decision has been taken",
                      about = "the decision has been taken" },
    withdraw = move { from = { "draft", "published" }, to = "withdrawn", who = { "proper officer", "board officer" },
                      label = "Withdraw the notice",
                      about = "no such decision will be taken" },
  },
  edit = { who = { "board officer", "proper officer" }, while_in = "draft" },
}

local function ordinary(r) return r.exception_reasons == nil and r.urgency_agreed_by == nil end
local function strict(r) return params.value("key_notice_convention", r) == "working" end

rule "a notice of a key decision says all it must" {
  about     = "The matter; who decides; when; the documents; where to get copies; that more documents may come and how to ask for them.",
  authority = "SI 2012/2089 reg 9",
  before    = "key-decision-notice.publish", regimes = { "exec2012" }, from = "2012-09-10",
  requires  = { has { "matter", "decider", "decide_on", "copies_from", "more_documents", "how_to_ask" } },
}

rule "a key decision has 28 clear days of notice" {
  about     = "Calendar days, unless the group counts strictly.",
  authority = "SI 2012/2089 reg 9",
  before    = "key-decision-notice.publish", regimes = { "exec2012" }, from = "2012-09-10",
  when      = function(r) return ordinary(r) and not strict(r) end,
  requires  = { clear_days { 28, before = "decide_on", of = "calendar" } },
  otherwise = "decide later; or, if 28 days are impracticable, say why in `exception_reasons` and inform the scrutiny chair",
}

rule "a key decision has 28 clear working days of notice" {
  about     = "The strict reading, for groups whose terms of reference choose it.",
  authority = "SI 2012/2089 reg 9, counted as in R v Swansea CC ex p Elitestone (CA 1993)",
  before    = "key-decision-notice.publish", regimes = { "exec2012" }, from = "2012-09-10",
  when      = function(r) return ordinary(r) and strict(r) end,
  requires  = { clear_days { 28, before = "decide_on", of = "working" } },
}

rule "the general exception needs five clear days and scrutiny informed" {
  about     = "Where 28 days are impracticable: the scrutiny chair is informed in writing, a notice says so, and five clear days pass.",
  authority = "SI 2012/2089 reg 10",
  before    = "key-decision-notice.publish", regimes = { "exec2012" }, from = "2012-09-10",
  when      = function(r) return r.exception_reasons ~= nil and r.urgency_agreed_by == nil end,
  requires  = {
    has "scrutiny_informed",
    clear_days { 5, before = "decide_on", of = "working" },
  },
}

-- The first of these posts that is filled agrees to what cannot wait.
local function agreed_by_first(r)
  for _, post in ipairs { "scrutiny chair", "authority chair", "authority vice chair" } do
    local holders = people.holding(post)
    for _, person in ipairs(holders) do
      if person == r.urgency_agreed_by.id then return true end
    end
    if #holders > 0 then return false, "ask the " .. post .. ": " .. text.join(holders, ", ") end
  end
  return false, "nobody is scrutiny chair, chair or vice chair of the authority"
end

rule "special urgency is agreed by the scrutiny chair" {
  about     = "In the absence of one by the chair of the authority, else by the vice chair; and the reasons are published.",
  authority = "SI 2012/2089 reg 11",
  before    = "key-decision-notice.publish", regimes = { "exec2012" }, from = "2012-09-10",
  when      = function(r) return r.urgency_agreed_by ~= nil end,
  requires  = {
    has "urgency_reasons",
    check { "the first of these posts that is filled agreed", agreed_by_first },
  },
}

rule "cases of special urgency are reported every year" {
  about     = "The proper officer is reminded a year after the notice that scrutiny and the authority hear of each case.",
  authority = "SI 2012/2089 reg 19 (not confirmed)",
  daily     = "key-decision-notice", while_in = { "published", "decided" }, regimes = { "exec2012" }, from = "2012-09-10", to = "2027-12-31",
  when      = function(r) return r.urgency_agreed_by ~= nil end,
  effects   = {
    remind { who = { "proper officer", "board officer" }, on = after("published", months(12)), about = "report this case of special urgency" },
  },
}

rule "a paper about much money is looked at as a key decision" {
  about     = "Significant spending or saving makes a decision key; from which amount the authority looks twice is its own number.",
  authority = "SI 2012/2089 reg 8; the number is local",
  before    = "paper.submit", regimes = { "exec2012" }, from = "2012-09-10", to = "2027-12-31",
  when      = function(r) return r.key ~= true and r.amount ~= nil end,
  requires  = { at_most { "amount", param "key_decision_amount" } },
  mode      = "advise",
}

rule "an agenda carries a key decision only with its notice" {
  about     = "The notice is published, and the meeting is not before the day or period it gives.",
  authority = "SI 2012/2089 reg 9",
  before    = "agenda.publish", regimes = { "exec2012" }, from = "2012-09-10",
  requires  = {
    check { "each key item has its published notice", function(r)
      for _, row in ipairs(r.items or {}) do
        local paper = row.paper and docs.get(row.paper)
        if paper and paper.kind == "paper" and paper.key == true then
          local notice = paper.key_notice
          if notice == nil or notice.state ~= "published" then
            return false, "publish the notice of the key decision on " .. paper.id .. ", or take the item off"
          end
          if r.meeting.date < notice.decide_on then
            return false, notice.id .. " gives " .. tostring(notice.decide_on) .. ": take " .. paper.id .. " at a meeting on that day or later"
          end
        end
      end
      return true
    end },
  },
}

rule "a key decision is taken under its notice" {
  about     = "A key decision without a published notice, or before the day the notice gives, is recorded and marked.",
  authority = "SI 2012/2089 reg 9",
  before    = { "decision.record", "officer-decision.record" }, regimes = { "exec2012" }, from = "2012-09-10",
  when      = function(r) return r.key == true end,
  requires  = {
    check { "its notice is published and its day has come", function(r)
      local notice = r.key_notice
      if notice == nil or (notice.state ~= "published" and notice.state ~= "decided") then
        return false, "name the published notice in `key_notice`, or give notice and decide again"
      end
      return r.date >= notice.decide_on, "decide again on " .. tostring(notice.decide_on) .. " or later"
    end },
  },
  mode      = "irregular",
  marks     = "irregular: key decision without due notice",
  cures     = "the decision is taken again after due notice",
  cured_at  = "group",
}

-- Private meetings --------------------------------------------------------------------------------------------------

kind "private-meeting-notice" {
  title = "Notice of a private meeting", plural = "private meeting notices", lives = "numbered", folder = "private-meeting-notices", letter = "N",
  about = "Tells the public that a meeting is to be held in private, and why.",
  fields = {
    title = "text", meeting = "meeting", reasons = "text",
    -- after the first notice, and the answer; "none":
    representations = { "text", label = "Representations received" }, response = { "text", label = "The answer to them" },
    urgency_agreed_by = { "person", label = "Urgency agreed by" }, urgency_reasons = { "text", label = "Why it is urgent" },
    published = { "date", label = "First notice" }, confirmed = { "date", label = "Second notice" },
  },
  required = { "title", "meeting" }, managed = { "published", "confirmed" }, date = "published", columns = { "title", "published", "confirmed" },
}

workflow "private-meeting-notice" {
  about  = "Notice that the executive is to meet in private, given twice.",
  states = { "draft", "first notice", "second notice", "withdrawn" },
  ends   = { "second notice", "withdrawn" },
  moves  = {
    file     = move { from = "new", to = "draft", who = { "board officer", "proper officer" },
                      label = "File the notice",
                      about = "file it" },
    publish  = move { from = "draft", to = "first notice", who = { "proper officer", "board officer" }, stamp = "published",
                      label = "Publish the first notice",
                      about = "the first notice, with reasons" },
    confirm  = move { from = "first notice", to = "second notice", who = { "proper officer", "board officer" }, stamp = "confirmed",
                      label = "Publish the second notice",
                      about = "the second notice, with representations and the response" },
    withdraw = move { from = { "draft", "first notice" }, to = "withdrawn", who = { "proper officer", "board officer" },
                      label = "Withdraw the notice",
                      about = "the meeting is held in public after all" },
  },
  edit = { who = { "board officer", "proper officer" }, while_in = { "draft", "first notice" } },
}

rule "a private meeting has 28 clear days of notice" {
  about     = "With the reasons; unless it is urgent and those who may agree have agreed.",
  authority = "SI 2012/2089 reg 5",
  before    = "private-meeting-notice.publish", regimes = { "exec2012" }, from = "2012-09-10",
  when      = function(r) return r.urgency_agreed_by == nil end,
  requires  = { has "reasons", clear_days { 28, before = "meeting.date", of = "calendar" } },
}

rule "a private meeting is confirmed five clear days before" {
  about     = "The second notice repeats the reasons and gives the representations received and the response.",
  authority = "SI 2012/2089 reg 5",
  before    = "private-meeting-notice.confirm", regimes = { "exec2012" }, from = "2012-09-10",
  requires  = { has { "reasons", "representations", "response" }, clear_days { 5, before = "meeting.date" } },
}

rule "an urgent private meeting says why it cannot wait" {
  about     = "Agreed by the scrutiny chair, else the chair, else the vice chair of the authority; the reasons are published.",
  authority = "SI 2012/2089 reg 5(6)",
  before    = "private-meeting-notice.publish", regimes = { "exec2012" }, from = "2012-09-10",
  when      = function(r) return r.urgency_agreed_by ~= nil end,
  requires  = {
    has { "reasons", "urgency_reasons" },
    check { "the first of these posts that is filled agreed", agreed_by_first },
  },
}
