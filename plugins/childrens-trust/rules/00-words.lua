-- The words that all other rule files of this partnership may use. Checks refuse any field, role or parameter not listed here.
-- Managed fields change only through moves and through the minutes; nobody types them.

kind "person" {
  title = "Person", plural = "people", lives = "top", folder = "people",
  fields = {
    name = "text", initials = "text", post = "text", organisation = "organisation", email = "text",
  },
  required = { "name" }, columns = { "name", "post", "organisation" },
}

kind "organisation" {
  title = "Organisation", plural = "organisations", lives = "top", folder = "organisations",
  fields = { name = "text", sector = "text" },
  required = { "name" }, columns = { "name", "sector" },
}

kind "group" {
  title = "Group", plural = "groups", lives = "in group", file = "group",
  fields = {
    title = "text", code = "text", regime = "text", short = "text",
    lines = { "rows", label = "Whom it reports to", columns = {
      { "to group", label = "Group" },
      { "type", label = "Line", choices = { "solid", "dotted", "joint" },
        about = "Solid: decisions go there to be ratified or noted. Dotted: it is told of them. Joint: both answer for them together." },
      { "accountability", label = "Answers for what", choices = { "professional", "political", "partnership", "statutory" } },
      { "from date", about = "its first day" }, { "until date", about = "its last day; leave it empty while the line stands" } } },
    members = { "rows", columns = {
      { "person person", label = "Member" },
      { "role", about = "chair, vice chair or member" },
      { "voting bool", label = "Has a vote" },
      { "on_behalf_of organisation", label = "On behalf of" },
      { "from date", about = "the first day" }, { "until date", about = "the last day; leave it empty while the seat is held" } } },
    succeeds = "group", began = "date", ended = "date",
    usual_time = "time", usual_place = "text", usual_items = "list",  -- what a new meeting and its agenda begin with
  },
  required = { "title", "code" }, columns = { "title", "code", "regime" },
}

kind "terms-of-reference" {
  title = "Terms of reference", plural = "terms of reference", lives = "in group", file = "terms-of-reference",
  about = "What a group is for, who sits on it, and the numbers that bind it. A proposal stands beside what is in force.",
  fields = { title = "text", params = "map", adopted = "date", reviewed = "date", adopted_by = "decision", superseded = "date", superseded_by = "any" },
  managed = { "adopted", "reviewed", "superseded", "superseded_by" }, outside_text = { "adopted_by" },
  date = "adopted", columns = { "title", "adopted", "superseded" },
}

kind "meeting" {
  title = "Meeting", plural = "meetings", lives = "folder", folder = "meetings", file = "meeting", letter = "M",
  fields = {
    title = "text", date = "date", time = "time", place = "text", mode = "text", joint = "groups",
    -- read out of the minutes:
    chaired_by = "person", 
    attendance = { "rows", columns = {     -- as: present, in attendance, apologies, absent
      "person person", { "name", label = "As the minutes have it" }, "as", { "substitute_for person", label = "In place of" },
      { "on_behalf_of organisation", label = "On behalf of" }, { "items", label = "For which items" }, "role", { "mode", label = "How" } } },
    urgent_rulings = { "rows", label = "Taken as urgent", columns = {
      "item", { "by person", label = "Ruled by" }, { "circumstances", long = true }, { "agenda agenda", label = "Came with" } } },
    interests = { "rows", label = "Interests declared", columns = { "person person", "item", { "nature", long = true } } },
  },
  required = { "date" },
  managed = { "chaired_by", "attendance", "urgent_rulings", "interests" },
  date = "date", columns = { "date", "title", "place" },
}

kind "agenda" {
  title = "Agenda", plural = "agendas", lives = "in meeting", file = "agenda",
  fields = {
    title = "text", meeting = "meeting", supplements = "agenda",
    items = { "rows", columns = {          -- read out of the text
      "number", "title", "paper paper", "part", { "urgent bool", label = "Urgent" }, { "exempt bool", label = "Not for the public" } } },
    brought = { "rows", label = "Waits for this meeting", columns = {
      { "report any", label = "Report" }, { "purpose", label = "For" }, { "subject any", label = "About" } } },
    published = "date",
  },
  required = { "meeting" }, managed = { "items", "brought", "published", "supplements", "meeting" },
  outside_text = { "brought" }, date = "published", columns = { "title", "published" },
}

kind "minutes" {
  title = "Minutes", plural = "minutes", lives = "in meeting", file = "minutes",
  fields = {
    title = "text", meeting = "meeting",
    -- each with line and length: where the very words stand
    decisions = { "rows", columns = { { "id decision", label = "Decision" }, "item" } },
    actions   = { "rows", columns = { { "id action", label = "Action" }, "item" } },
    followed_up = { "rows", label = "Earlier actions", columns = {  -- of which the minutes say how they stand
      { "id action", label = "Action" }, "item", { "as", label = "How it stands" } } },
    circulated = "date", approved = "date", approved_by = "decision",
    exempt = "bool",       -- an item of them is: then they are for the group, unless `audience` says otherwise
  },
  required = { "meeting" },
  managed = { "meeting", "decisions", "actions", "followed_up", "circulated", "approved", "approved_by", "exempt" },
  date = "approved", columns = { "title", "approved" },
}

kind "paper" {
  title = "Paper", plural = "papers", lives = "numbered", folder = "papers", letter = "P",
  fields = {
    title = "text", purpose = "text", meeting = "meeting", agenda_item = "text", date = "date",
    report_of = "text", contact_officer = "text", summary = "text", reasons = "text",
    implications = { "rows", columns = { { "heading", label = "For what" }, { "text", label = "What follows", long = true } } },
    recommendations = { "rows", columns = {
      { "number", about = "as the paper counts them, such as 1 or (a)" },
      { "text", label = "What is recommended", long = true },
      { "kind", label = "What the board is asked to do", about = "such as approve, note, delegate" },
      { "condition", label = "On condition that" },
      { "delegate_to", label = "Delegated to" },
      { "report_by date", label = "Report back by" }, { "effect_from date", label = "Takes effect on" } } },
    consultees = "list", background_papers = "list",
    amount = "number", themes = "list", asks_urgency = "bool",
    approved = "date", published = "date",
  },
  required = { "title" }, managed = { "approved", "published" },
  outside_text = { "meeting", "agenda_item" },
  date = "date", columns = { "title", "purpose" },
}

kind "decision" {
  title = "Decision", plural = "decisions", lives = "numbered", folder = "decisions", letter = "D",
  fields = {
    title = "text", date = "date", meeting = "meeting", item = "text", number = "text", text = "text", outcome = "text",
    paper = "paper", recommendation = "text", minutes = "minutes", place = "map",      -- {line, length}: the very words in the minutes
    mover = "text", seconder = "text", votes = "map", condition = "text", delegate_to = "text", referred_to = "text",
    refers = "list", approves = "minutes", ratifies = "decision", corrects = "minutes", procedural = "bool", exempt = "bool",
    effect_from = "date", themes = "list", reasons = "text", amount = "number",
    dropped = "date", rescinded = "date",
    conditions = { "rows", columns = {
      { "text", label = "Condition", long = true }, { "met_on date", label = "Met on" }, { "met_by person", label = "Found met by" },
      { "evidence", label = "What shows it" } } },
    amends = "list of decision", supersedes = "list of decision", rescinds = "list of decision", adopts = "terms-of-reference",
    superseded_by = "decision", rescinded_by = "decision", report_back_by = "date",
    meets = { "rows", label = "Found met", columns = {     -- conditions of earlier decisions
      "decision decision", { "row number", label = "Condition" }, { "on date", label = "Met on" }, { "evidence", label = "What shows it" } } },
    extends = { "rows", columns = { "action action", { "to date", label = "New day" } } },  -- actions that it gives a later date
  },
  required = { "date", "text", "outcome" },
  managed = { "title", "date", "meeting", "item", "number", "text", "outcome", "paper", "recommendation", "minutes", "place", "mover",
              "seconder", "votes", "condition", "delegate_to", "referred_to", "refers", "approves", "ratifies", "corrects",
              "procedural", "exempt", "effect_from", "dropped", "rescinded", "conditions", "amends", "supersedes", "rescinds", "adopts",
              "meets", "extends" },
  outside_text = { "themes" },
  date = "date", columns = { "title", "outcome", "item" },
}

kind "action" {
  title = "Action", plural = "actions", lives = "numbered", folder = "actions", letter = "A",
  fields = {
    title = "text", owner = "person", owner_text = "text", due = "date", due_text = "text", first_due = "date",
    set_on = "date", meeting = "meeting", item = "text", decision = "decision", minutes = "minutes", place = "map",
    extensions = { "rows", columns = {
      { "from date", label = "Was due" }, { "to date", label = "Now due" }, { "by person", label = "Allowed by" }, "reason",
      { "decision decision", label = "As decided in" }, { "on date", label = "On" } } },
    done_on = "date", outcome = "text", exempt = "bool",
    progress = "text",           -- how it stands, as its owner last said
    asked_until = "date", asked_because = "text", -- a later day that its owner asked for
  },
  required = { "title" }, outside_text = { "progress", "asked_until", "asked_because" },
  managed = { "title", "owner_text", "due", "due_text", "first_due", "set_on", "meeting", "item", "decision", "minutes", "place",
              "extensions", "done_on", "exempt" },
  date = "due", columns = { "title", "owner", "due", "first_due" },
}

kind "report" {
  title = "Report", plural = "reports", lives = "numbered", folder = "reports", letter = "R",
  fields = {
    title = "text", from_group = "group", subject = "any", purpose = "text", line = "text", since = "date",
    meeting = "meeting", considered = "date", considered_by = "decision", rule = "text",
    exempt = "bool",       -- what it tells of is: then it is for the group that it waits for
  },
  required = { "title", "purpose" },
  managed = { "title", "from_group", "subject", "purpose", "line", "since", "meeting", "considered", "considered_by", "rule",
              "exempt" },
  date = "since", columns = { "title", "purpose", "from_group", "subject" },
}

kind "interest" {
  title = "Interest", plural = "interests", lives = "numbered", folder = "interests", letter = "I",
  fields = { person = "person", item = "any", nature = "text", declared = "date", until_day = "date" },
  required = { "person", "nature" }, date = "declared", columns = { "person", "nature", "item" },
}

roles { "author", "owner", "chair", "vice chair", "board officer", "member", "finance lead", "legal lead", "monitoring officer",
        "anyone" }

-- What a group's terms of reference may vary, and how far.
params {
  quorum              = { about = "voting members who must be present", default = 4, at_least = 2 },
  agenda_clear_days   = { about = "clear working days between publication and meeting", default = 5, at_least = 5 },
  publishing_cut_off  = { about = "minute of the day (1020 is 17:00) after which a notice counts as given the next day", default = 1020 },
  minutes_within      = { about = "working days to circulate draft minutes", default = 10, at_most = 15 },
  review_every_months = { about = "months between reviews of the terms of reference", default = 12, at_most = 12 },
  overdue_to_parent   = { about = "working days overdue before the parent board hears of it", default = 10, at_most = 20 },
}
