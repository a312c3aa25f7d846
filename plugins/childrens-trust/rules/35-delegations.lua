-- Delegations: what a group lets somebody decide in its place, how far, and until when; and the decisions that people take alone.
--
-- A delegation is given by a recorded decision. Whoever uses it names it (`under`), and it is checked on that use: in force on the day,
-- within its limit, for a matter that it covers, by the right person, after the consultation it asks for (rules/std/40-delegations.lua).

kind "delegation" {
  title = "Delegation", plural = "delegations", lives = "numbered", folder = "delegations", letter = "L",
  about = "What a group lets somebody decide in its place.",
  fields = {
    title = "text", given_by = { "decision", about = "the decision that gave it" },
    -- one of these:
    to_person = { "person", label = "To a person" }, to_role = { "text", label = "To the holder of a post" },
    to_group = { "group", label = "To a group" },
    matters = { "list", label = "What may be decided", about = "in few words each; nothing: no restriction" },
    limit = { "number", label = "Limit in pounds", about = "nothing: no restriction" },
    in_consultation_with = "text", report_back = { "text", label = "How it is reported back" },
    valid_from = "date", valid_until = "date", ended = { "date", label = "Ended on" },
  },
  required = { "title" }, managed = { "ended" },
  date = "valid_from", columns = { "title", "to_role", "limit", "valid_until" },
}

kind "officer-decision" {
  title = "Decision by one person", plural = "decisions by one person", lives = "numbered", folder = "officer-decisions", letter = "O",
  about = "What an officer, or one member alone, decided under a delegation.",
  fields = {
    title = "text", date = "date", text = "text", taken_by = "person",
    taken_as = { "text", about = "the post in which it was taken" },
    under = { "delegation", label = "Under which delegation" }, matter = "text", amount = { "number", label = "Amount in pounds" },
    consulted = { "text", label = "Who was consulted" },
    reasons = "text", alternatives = "text", themes = "list", published = "date", withdrawn = "date",
  },
  required = { "title", "date", "text", "taken_by" }, managed = { "published", "withdrawn" },
  date = "date", columns = { "title", "taken_by", "under", "amount" },
}
kind "decision" { extend = true, fields = { under = { "delegation", label = "Under which delegation" }, matter = "text" }, managed = { "under" } }

workflow "delegation" {
  about  = "A power given by decision, for a time.",
  states = { "given", "ended", "revoked" },
  ends   = { "ended", "revoked" },
  moves  = {
    give   = move { from = "new", to = "given", who = { "board officer", "chair" }, dated = "act",
                    label = "Enter the delegation",
                    about = "enter it as the decision gave it" },
    expire = move { from = "given", to = "ended", who = "board officer", stamp = "ended",
                    label = "Record that the delegation has ended", by_itself = "or by hand",
                    about = "its time is over; done by itself after its last day" },
    revoke = move { from = "given", to = "revoked", who = "chair", stamp = "ended", asks = "reason",
                    label = "Take the delegation back",
                    about = "it is taken back before its time" },
  },
}

workflow "officer-decision" {
  about  = "A decision taken by one person. It is recorded as it was taken; what was not in order is marked.",
  states = { "recorded", "published", "withdrawn" },
  ends   = { "recorded", "published", "withdrawn" },
  moves  = {
    record   = move { from = "new", to = "recorded", who = { "taken_by", "board officer", "chair" }, dated = "act", records = true,
                      label = "Enter the decision",
                      about = "enter it" },
    publish  = move { from = "recorded", to = "published", who = { "board officer", "taken_by" }, stamp = "published",
                      label = "Publish the record of the decision",
                      about = "its record is made available" },
    withdraw = move { from = { "recorded", "published" }, to = "withdrawn", who = { "taken_by", "chair" }, stamp = "withdrawn", asks = "reason",
                      label = "Take the decision back",
                      about = "it is taken back" },
  },
  edit = { who = { "taken_by", "board officer" }, while_in = "recorded" },
}

rule "a delegation is given by a decision that stands" {
  about     = "It names the decision of the same group that gave it, who receives it, and from when; and it ends after it begins.",
  authority = "Terms of reference 2.2",
  before    = "delegation.give",
  requires  = {
    has { "given_by", "valid_from" },
    any_of { has "to_person", has "to_role", has "to_group" },
    check { "the decision is the group's own, agreed, and in order", function(r)
      local d = r.given_by
      if d.group.id ~= r.group.id then return false, "name a decision of " .. r.group.title end
      if d.outcome ~= "agreed" or (d.state ~= "recorded" and d.state ~= "implemented") then
        return false, d.id .. " is " .. d.outcome .. " and " .. d.state .. ": name a decision that stands"
      end
      for _, mark in ipairs(d.irregular or {}) do
        if mark.cured == nil then return false, d.id .. " has no effect until it is cured" end
      end
      return true
    end },
    check { "it begins no earlier than the decision, and ends after it begins", function(r)
      if r.valid_from < r.given_by.date then return false, "it cannot begin before " .. tostring(r.given_by.date) end
      return r.valid_until == nil or r.valid_until >= r.valid_from, "give a last day after " .. tostring(r.valid_from)
    end },
  },
}

rule "a decision under a delegation keeps within it" {
  about     = "Checked on use: in force on the day, within the limit, for a matter that it covers, by whom it was given to, after the "
           .. "consultation it asks for.",
  authority = "Terms of reference 2.2",
  before    = { "decision.record", "officer-decision.record", "officer-decision.edit" },
  when      = function(r) return r.kind == "officer-decision" or r.under ~= nil end,
  requires  = { within_delegation "under" },
  mode      = "irregular",
  marks     = "without effect: outside the delegation",
  cures     = "the body that gave the delegation ratifies the decision, or takes it itself",
  cured_at  = { "under", "group" },
}

rule "a decision by one person is told to the group that delegated it" {
  about     = "What was decided in its place is noted at the group's next meeting; what was outside the delegation waits there to be ratified.",
  authority = "Terms of reference 2.3",
  after     = "officer-decision.record",
  effects   = function(r, e)
    local to = r.under and r.under.group or r.group
    return { report { to = to, purpose = e.irregular and "for ratification" or "to note" } }
  end,
}

rule "a delegation is taken back with a reason" {
  about     = "Whoever acted under it is owed the reason.",
  authority = "Terms of reference 2.2",
  before    = "delegation.revoke",
  requires  = {
    check { "a reason is given", function(_, e)
      return e.reason ~= nil and text.trim(e.reason) ~= "", "say why (--reason)", { say = "reason" }
    end },
  },
}

rule "a decision by one person is withdrawn with a reason" {
  about     = "Whoever acted on it is owed the reason.",
  authority = "Terms of reference 5.8",
  before    = "officer-decision.withdraw",
  requires  = {
    check { "a reason is given", function(_, e)
      return e.reason ~= nil and text.trim(e.reason) ~= "", "say why (--reason)", { say = "reason" }
    end },
  },
}

rule "a delegation ends on its last day" {
  about     = "The board officer is told twenty working days before; the day after the last one it has ended.",
  authority = "Terms of reference 2.2",
  daily     = "delegation", while_in = "given",
  when      = function(r) return r.valid_until ~= nil end,
  effects   = function(r)
    return {
      remind  { who = "board officer", on = before("valid_until", working_days(20)), about = "the delegation ends in twenty working days" },
      advance { r.id, move = "expire", on = after("valid_until", days(1)) },
    }
  end,
}

rule "a decision that delegates is entered as a delegation" {
  about     = "Ten working days after a decision that delegates something, the board officer is reminded that no delegation cites it.",
  authority = "Terms of reference 2.2",
  daily     = "decision", while_in = "recorded",
  when      = function(r)
    return r.delegate_to ~= nil and r.outcome == "agreed" and #docs.of("delegation", { field = "given_by", value = r.id }) == 0
  end,
  effects   = {
    remind { who = "board officer", on = after("date", working_days(10)), about = "enter what was delegated in the register of delegations" },
  },
}
