-- Papers: from a first draft to a published report.
--
-- A paper is drafted, cleared by finance and by legal, approved by the chair, and published with the agenda it stands on.
-- Each rule below reads like a form: when it applies (`before`, `after`, `when`), what must hold (`requires`), who may set it aside
-- (`waiver`), and where the power comes from (`authority`). Change a line, run `minutebook rules test`, then propose it.

workflow "paper" {
  about  = "A report that asks a group to decide something, or tells it something.",
  states = { "draft", "in clearance", "approved", "published", "withdrawn" },
  ends   = { "published", "withdrawn" },
  moves  = {
    file      = move { from = "new", to = "draft", who = "anyone",
                       label = "File the paper",
                       about = "file it" },
    submit    = move { from = "draft", to = "in clearance", who = { "author", "board officer" },
                       label = "Send the paper to finance and legal",
                       about = "ask finance and legal to look at it" },
    approve   = move { from = { "draft", "in clearance" }, to = "approved", who = { "chair", "vice chair" }, stamp = "approved",
                       label = "Approve the paper for the agenda",
                       about = "let it go on an agenda" },
    send_back = move { from = { "in clearance", "approved" }, to = "draft",
                       who = { "chair", "finance lead", "legal lead", "board officer" }, asks = "reason",
                       label = "Send the paper back to its author",
                       about = "the author changes it; what was signed must be signed again" },
    publish   = move { from = "approved", to = "published", who = "board officer", stamp = "published",
                       label = "Publish the paper without waiting for its agenda", by_itself = "or by hand",
                       about = "done by itself when its agenda goes out" },
    withdraw  = move { from = { "draft", "in clearance", "approved" }, to = "withdrawn",
                       who = { "author", "chair", "board officer" }, asks = "reason",
                       label = "Withdraw the paper",
                       about = "it goes no further; it stays on record" },
  },
  edit = { who = { "author", "board officer" }, while_in = { "draft", "in clearance" } },
  sign = { roles = { "finance lead", "legal lead" }, while_in = { "draft", "in clearance" } },
}

rule "finance and legal are asked when a paper is submitted" {
  about     = "Submitting a paper asks the finance lead and the legal lead for their sign-off.",
  authority = "Terms of reference 6.1",
  after     = "paper.submit",
  effects   = {
    ask { from = "finance lead", to_do = "sign off the financial implications", within = working_days(5) },
    ask { from = "legal lead",   to_do = "sign off the legal implications",     within = working_days(5) },
  },
}

rule "finance and legal sign off a paper before the chair approves it" {
  about     = "Both sign the text as it now stands. An edit after a sign-off means signing again.",
  authority = "Terms of reference 6.1",
  before    = "paper.approve",
  requires  = {
    signed_off "finance lead",
    signed_off "legal lead",
  },
}

rule "a paper has the parts a decision needs" {
  about     = "Besides its title a paper for decision has a summary and recommendations, and says what it means for money and law.",
  authority = "Terms of reference 6.2; report template",
  before    = "paper.approve",
  when      = function(r) return r.purpose == "decision" end,
  requires  = {
    has "summary",
    has "recommendations",
    check { "financial and legal implications are stated", function(r)
      local found = {}
      for _, row in ipairs(r.implications or {}) do
        local heading = text.lower(row.heading or "")
        if text.starts(heading, "financ") then found.financial = true end
        if text.starts(heading, "legal") then found.legal = true end
      end
      if not found.financial then return false, "add a heading 'Financial' under 'Implications'", { edit = true, doc = r.id } end
      return found.legal or false, "add a heading 'Legal' under 'Implications'", { edit = true, doc = r.id }
    end },
  },
  waiver = { by = "chair", needs = "reason", note = "the chair takes the paper without all its parts", minuted = true },
}

rule "nobody signs off their own paper" {
  about     = "A sign-off is a second pair of eyes: not the author's, not those of the person who typed it in.",
  authority = "Financial regulations; terms of reference 6.1",
  before    = "paper.sign",
  requires  = { not_by "author" },
}

rule "nobody approves their own work" {
  about     = "Neither the author nor the person who typed it in for the author approves or adopts a text. What follows from a decision of "
           .. "the group is the group's own act.",
  authority = "Financial regulations; terms of reference 5.7",
  before    = { "*.approve", "*.adopt" },
  when      = function(_, e) return not e.follows end,
  requires  = { not_by "author" },
}

local function holds(role, r, person)
  for _, id in ipairs(people.holding(role, r.group)) do
    if id == person then return true end
  end
  return false
end

rule "the vice chair approves a paper only while the chair is away" {
  about     = "The vice chair acts for the chair in the chair's absence, and says so.",
  authority = "Terms of reference 4.1",
  before    = "paper.approve",
  when      = function(r, e) return holds("vice chair", r, e.by) and not holds("chair", r, e.by) end,
  requires  = {
    check { "it is said that the chair is away", function(_, e)
      return e.reason ~= nil and text.trim(e.reason) ~= "", "the chair is away and the reason given says so (--reason)", { say = "reason" }
    end },
  },
}

rule "a paper is sent back or withdrawn with a reason" {
  about     = "The author is told why, and so is whoever reads the record later.",
  authority = "Terms of reference 6.3",
  before    = { "paper.send_back", "paper.withdraw" },
  requires  = {
    check { "a reason is given", function(_, e)
      return e.reason ~= nil and text.trim(e.reason) ~= "", "say why (--reason)", { say = "reason" }
    end },
  },
}
