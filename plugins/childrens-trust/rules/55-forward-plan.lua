-- The forward plan: what was promised for a later meeting. A recommendation or a decision that gives a day to report back by makes an
-- entry; the board officer may enter others (a review, the start of a service, the end of a consultation).

kind "milestone" {
  title = "Milestone", plural = "forward plan", lives = "numbered", folder = "forward-plan", letter = "T",
  about = "Something promised for a day: a report back, a review, a start.",
  fields = {
    title = "text", due = "date", first_due = "date", owner = "person", decision = "decision", paper = "paper",
    set_on = "date", done_on = "date", 
    came_with = { "any", about = "the paper or decision that kept the promise" },
    extensions = { "rows", label = "Put off", columns = {
      { "from date", label = "Was due" }, { "to date", label = "Now due" }, { "by person", label = "Allowed by" }, "reason",
      { "decision decision", label = "As decided in" }, { "on date", label = "On" } } },
  },
  required = { "title", "due" }, managed = { "first_due", "set_on", "done_on", "extensions" },
  date = "due", columns = { "title", "due", "owner", "decision" },
}

workflow "milestone" {
  about  = "Something promised for a day.",
  states = { "planned", "done", "dropped" },
  ends   = { "done", "dropped" },
  moves  = {
    plan     = move { from = "new", to = "planned", who = { "board officer", "chair" },
                      label = "Enter it in the forward plan",
                      about = "enter it; done by itself for a report back" },
    complete = move { from = "planned", to = "done", who = { "owner", "board officer", "chair" }, dated = "act", stamp = "done_on",
                      asks = "came_with",
                      label = "Record that it came",
                      about = "it came; say with what" },
    postpone = move { from = "planned", to = "planned", who = "chair", asks = { "due", "allowed_by", "reason" },
                      label = "Put it off to a later day",
                      about = "it gets a later day" },
    drop     = move { from = "planned", to = "dropped", who = { "board officer", "chair" }, asks = "reason",
                      label = "Take it off the forward plan",
                      about = "it is no longer wanted" },
  },
  edit = { who = "board officer", while_in = "planned" },
}

-- The recommendations that a decision names: "recommendations 5 to 7 and 9 of the report be noted".
local function named(words)
  local out, open, last, range = {}, false, nil, false
  for _, word in ipairs(text.words(text.lower(words))) do
    if text.ends(word, ",") or text.ends(word, ".") or text.ends(word, ";") then word = string.sub(word, 1, -2) end
    local n = math.tointeger(tonumber(word))
    if word == "recommendation" or word == "recommendations" then
      open = true
    elseif open and n then
      for i = range and last and n - last < 100 and last or n, n do out[tostring(i)] = true end
      last, range = n, false
    elseif open and word == "to" then
      range = true
    elseif word ~= "and" then
      open = false
    end
  end
  return out
end

-- What a decision promises, by day: its own report back, and those of the recommendations that it takes up.
local function promised(r)
  local out = {}
  if r.report_back_by then out[#out + 1] = { day = r.report_back_by, title = r.title, number = "" } end
  local taken = named(r.text or "")
  for _, row in ipairs(r.paper and r.paper.recommendations or {}) do
    local number = tostring(row.number or "")
    if row.report_by and (taken[number] or (r.recommendation ~= nil and number == r.recommendation)) then
      out[#out + 1] = { day = cal.date(row.report_by), title = row.text or r.title, number = number }
    end
  end
  return out
end

rule "a promised report back stands in the forward plan" {
  about     = "When a decision, or a recommendation that it takes up, says by when the group wants to hear of it again.",
  authority = "Terms of reference 9.5",
  after     = "decision.record",
  when      = function(r, e)
    return not e.irregular and (r.outcome == "agreed" or r.outcome == "noted") and #promised(r) > 0
  end,
  effects   = function(r)
    local out = {}
    for _, one in ipairs(promised(r)) do
      out[#out + 1] = create_action { title = "Report back: " .. one.title, owner = "board officer", due = one.day, as = "milestone",
                                      key = text.trim(tostring(one.day) .. " " .. one.number) }
    end
    return out
  end,
}

rule "what was promised is chased" {
  about     = "Its owner is reminded a month before and on the day; ten working days after it the chair is told.",
  authority = "Terms of reference 9.5",
  daily     = "milestone", while_in = "planned",
  effects   = {
    remind   { who = { "owner", "board officer" }, on = before("due", months(1)), about = "promised for a month from now" },
    remind   { who = { "owner", "board officer" }, on = "due", about = "promised for today" },
    escalate { to = "chair", on = after("due", working_days(10)), about = "what was promised has not come" },
  },
}

rule "a milestone is postponed or dropped with a reason" {
  about     = "The group was promised it; the reason stays on record, and so does the first day.",
  authority = "Terms of reference 9.5",
  before    = { "milestone.postpone", "milestone.drop" },
  requires  = {
    check { "a reason is given", function(_, e)
      return e.reason ~= nil and text.trim(e.reason) ~= "", "say why (--reason)", { say = "reason" }
    end },
    check { "a postponed one gets a later day", function(r, e)
      return e.name ~= "postpone" or r.before == nil or (r.due ~= nil and r.due > r.before.due), "give a later day (--set due=...)",
        { fill = "due", doc = r.id }
    end },
  },
}
