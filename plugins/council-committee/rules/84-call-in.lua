-- Call-in: scrutiny may look at a decision of the executive that is made and not yet carried out. The numbers are local; those here are
-- typical, and terms of reference may vary them.

kind "call-in" {
  title = "Call-in", plural = "call-ins", lives = "numbered", folder = "call-ins", letter = "S",
  about = "A request that scrutiny look at a decision before it is carried out.",
  fields = {
    title = "text", decision = "decision", requested_by = "people", ground = "text", requested = { "date", label = "Asked for on" },
    outcome = { "text", label = "What came of it" }, released = { "date", label = "Released on" },
  },
  required = { "title", "decision" }, managed = { "requested", "released" }, date = "requested", columns = { "title", "decision", "requested" },
}
kind "decision" {
  extend = true,
  fields = { published_on = "date", call_in_waived_by = { "person", label = "Call-in waived by" },
             call_in_waived_because = { "text", label = "Why call-in was waived" } },
}

params {
  decision_published_within = { about = "working days after a decision in which it is published for call-in", default = 2, at_most = 5 },
  call_in_days       = { about = "working days after publication in which a decision may be called in", default = 5, at_least = 3, at_most = 10 },
  call_in_requesters = { about = "members who must ask for a call-in", default = 3, at_least = 2, at_most = 5 },
}

workflow "call-in" {
  about  = "A request that scrutiny look at a decision before it is carried out.",
  states = { "open", "referred to council", "released" },
  ends   = { "released" },
  moves  = {
    request = move { from = "new", to = "open", who = { "scrutiny member", "scrutiny chair", "board officer" }, stamp = "requested",
                     label = "Call the decision in",
                     about = "call it in" },
    refer   = move { from = "open", to = "referred to council", who = "scrutiny chair",
                     label = "Refer it to the full council",
                     about = "the full council looks at it" },
    release = move { from = { "open", "referred to council" }, to = "released", who = { "scrutiny chair", "proper officer" },
                     stamp = "released",
                     label = "Let the decision be carried out",
                     about = "it may be carried out, as it was made or as it was changed" },
  },
  edit = { who = "board officer", while_in = "open" },
}

rule "a call-in comes in time, from enough members, on a stated ground" {
  about     = "Until the end of the fifth working day after the day of publication.",
  authority = "Local Government Act 2000 s.9F(2)(a); local procedure rules",
  before    = "call-in.request", regimes = { "exec2012" }, from = "2012-05-04",
  requires  = {
    has { "ground", "requested_by" },
    check { "enough members ask for it", function(r)
      local n = params.value("call_in_requesters", r)
      return #r.requested_by >= n, tostring(n) .. " members must ask for it"
    end },
    check { "the time for it has not run out", function(r, e)
      if r.decision.published_on == nil then return true end
      local last = cal.add(r.decision.published_on, working_days(params.value("call_in_days", r)))
      if last == nil then return false, "add the coming bank holidays to the calendar: the last day cannot be certified" end
      return e.recorded_day <= last, "the last day was " .. tostring(last)
    end },
  },
}

rule "a decision is carried out when it can no longer be called in" {
  about     = "Not before the days for a call-in have run out, and not while one is open; unless a named person consented, with a reason.",
  authority = "Local Government Act 2000 s.9F(2)(a); local procedure rules",
  before    = "decision.implement", regimes = { "exec2012" }, from = "2012-05-04",
  when      = function(r) return not r.procedural and r.outcome == "agreed" end,
  requires  = {
    any_of {
      has { "call_in_waived_by", "call_in_waived_because" },
      check { "the time for a call-in has run out", function(r, e)
        if r.published_on == nil then return false, "publish the decision and enter the day in `published_on`" end
        local last = cal.add(r.published_on, working_days(params.value("call_in_days", r)))
        if last == nil then return false, "add the coming bank holidays to the calendar: the last day cannot be certified" end
        return e.today > last, "it may be carried out after " .. tostring(last)
      end },
    },
    check { "no call-in is open", function(r)
      for _, one in ipairs(docs.of("call-in", { field = "decision", value = r.id })) do
        if one.state ~= "released" then return false, "wait until " .. one.id .. " is released" end
      end
      return true
    end },
  },
}

rule "a decision that may be called in is published" {
  about     = "Two working days after it the board officer is reminded: until it is published the time for a call-in does not run.",
  authority = "Local Government Act 2000 s.9F(2)(a); local procedure rules",
  daily     = "decision", while_in = "recorded", regimes = { "exec2012" }, from = "2012-05-04",
  when      = function(r) return not r.procedural and r.outcome == "agreed" and r.published_on == nil and r.call_in_waived_by == nil end,
  effects   = {
    remind { who = "board officer", on = after("date", working_days(param "decision_published_within")),
             about = "publish the decision, so that the time for a call-in runs" },
  },
}
