-- Terms of reference: what a group is for, who sits on it, and the numbers that bind it.
--
-- The numbers stand under `params:` in the text of each group (quorum, clear days ...) and are bounded by the `params` of the rule files.
-- New terms of reference are filed beside those in force (terms-of-reference-2.md), as a proposal. Nothing changes until a decision adopts
-- them; at that moment they are in force and the old ones are superseded, and stay to be read.

workflow "terms-of-reference" {
  about  = "The terms of reference of one group, from proposal to the day they are replaced.",
  states = { "draft", "in force", "superseded", "withdrawn" },
  ends   = { "superseded", "withdrawn" },
  moves  = {
    file      = move { from = "new", to = "draft", who = { "board officer", "chair" },
                       label = "Propose terms of reference",
                       about = "propose them" },
    adopt     = move { from = "draft", to = "in force", who = { "chair of parent", "chair" }, dated = "act", stamp = "adopted", asks = "adopted_by",
                       label = "Record that the terms of reference were adopted", by_itself = "or by hand",
                       about = "they bind the group from now on; done by itself when the minutes that adopt them are filed" },
    confirm   = move { from = "in force", to = "in force", who = { "chair of parent", "chair" }, dated = "act", stamp = "reviewed",
                       label = "Record that they were reviewed and still stand",
                       about = "reviewed and found good; the next review is a year from now" },
    supersede = move { from = "in force", to = "superseded", who = "board officer", stamp = "superseded", asks = "reason",
                       label = "Record that they no longer bind the group", by_itself = "or by hand",
                       about = "others have taken their place (done by itself), or the group has come to an end" },
    withdraw  = move { from = "draft", to = "withdrawn", who = { "board officer", "chair" },
                       label = "Withdraw the proposal",
                       about = "the proposal goes no further" },
  },
  edit = { who = { "board officer", "author" }, while_in = "draft" },
}

rule "terms of reference have their parts" {
  about     = "Purpose, membership and quorum are headings of the text, and the numbers are given.",
  authority = "Partnership agreement, schedule 2",
  before    = "terms-of-reference.adopt",
  requires  = {
    has "params",
    has_heading "Purpose",
    has_heading "Membership",
    has_heading "Quorum",
  },
  waiver    = { by = "monitoring officer", needs = "reason", note = "adopted without all their parts", minuted = true },
}

rule "the numbers of terms of reference are within bounds" {
  about     = "A group may be stricter than the rules, never looser. The bounds are those of the rules in force on the day of adoption.",
  authority = "Partnership agreement, schedule 2",
  before    = { "terms-of-reference.adopt", "terms-of-reference.confirm" },
  requires  = {
    check { "each number is one that the rules ask for, and within their bounds", function(r)
      for name, value in pairs(r.params or {}) do
        if not params.declared(name) then return false, "take out " .. name .. ": no rule asks for it" end
        local least, most = params.bounds(name)
        local number = value
        if type(value) ~= "number" and type(value) ~= "string" then number = value.at_least end
        if (least or most) and math.type(number) ~= "integer" then return false, name .. " must be a whole number" end
        if least and number < least then return false, name .. " may not be less than " .. least end
        if most and number > most then return false, name .. " may not be more than " .. most end
      end
      return true
    end },
  },
}

-- The others of the same group that are in force.
local function in_force_beside(r)
  local out = {}
  for _, other in ipairs(docs.of("terms-of-reference", { group = r.group.id })) do
    if other.id ~= r.id and other.state == "in force" then out[#out + 1] = other end
  end
  return out
end

rule "new terms of reference are adopted by a decision" {
  about     = "Those that replace others name the decision of the group, or of a body above it, that adopts them; it is agreed and has effect.",
  authority = "Terms of reference 11.2",
  before    = "terms-of-reference.adopt",
  when      = function(r) return r.adopted_by ~= nil or #in_force_beside(r) > 0 end,
  requires  = {
    has "adopted_by",
    check { "the decision stands, and is the group's own or of a body above", function(r)
      local d = r.adopted_by
      if d.outcome ~= "agreed" or (d.state ~= "recorded" and d.state ~= "implemented") then
        return false, d.id .. " is " .. d.outcome .. " and " .. d.state .. ": name a decision that stands"
      end
      for _, mark in ipairs(d.irregular or {}) do
        if mark.cured == nil then return false, d.id .. " has no effect until it is cured" end
      end
      if d.group.id == r.group.id then return true end
      for _, way in ipairs(lines.up(r.group)) do
        if way.group.id == d.group.id then return true end
      end
      return false, "name a decision of " .. r.group.title .. " or of a body above it"
    end },
  },
}

rule "what new terms of reference replace is superseded" {
  about     = "One text binds a group at a time.",
  authority = "Terms of reference 11.2",
  after     = "terms-of-reference.adopt",
  when      = function(_, e) return not e.follows end,
  effects   = function(r)
    local out = {}
    for _, other in ipairs(in_force_beside(r)) do out[#out + 1] = advance { other.id, move = "supersede" } end
    return out
  end,
}

rule "terms of reference are not taken away without others" {
  about     = "They are superseded by others that are in force. When a group comes to an end, the reason says so.",
  authority = "Terms of reference 11.2",
  before    = "terms-of-reference.supersede",
  requires  = {
    any_of {
      check { "others are in force", function(r) return #in_force_beside(r) > 0, "adopt the new ones first", { file = "terms-of-reference" } end },
      check { "a reason is given", function(_, e)
        return not e.follows and e.reason ~= nil and text.trim(e.reason) ~= "", "say why (--reason)", { say = "reason" }
      end },
    },
  },
}

rule "a decision to adopt terms of reference adopts them" {
  about     = "Of the group itself, or of a body below it. Those in force until then are superseded.",
  authority = "Terms of reference 11.2",
  after     = "decision.record",
  when      = function(r, e) return not e.irregular and r.adopts ~= nil and r.outcome == "agreed" and r.adopts.state == "draft" end,
  effects   = function(r)
    local out = { advance { r.adopts.id, move = "adopt" } }
    for _, other in ipairs(in_force_beside(r.adopts)) do out[#out + 1] = advance { other.id, move = "supersede" } end
    return out
  end,
}

rule "terms of reference are reviewed every year" {
  about     = "Two months before the year is up the board officer gets an action; a month after it the chair of the body above is told.",
  authority = "Terms of reference 11",
  daily     = "terms-of-reference", while_in = "in force",
  effects   = function(r)
    local since = r.reviewed and "reviewed" or "adopted"
    return {
      create_action { title = "Review the terms of reference", owner = "board officer",
                      on  = after(since, months(param "review_every_months" - 2)),
                      due = after(since, months(param "review_every_months")) },
      escalate      { to = "chair of parent", about = "the terms of reference have not been reviewed",
                      on = after(since, months(param "review_every_months" + 1)) },
    }
  end,
}
