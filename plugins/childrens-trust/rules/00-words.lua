-- The words that all other rule files of this partnership may use. Checks refuse any field, role or parameter not listed here.
-- Managed fields change only through moves and through the minutes; nobody types them.

kind "person" {
  title = "Person", plural = "people", lives = "top", folder = "people",
  about = "Somebody who sits on a group, works for it or is named in the record.",
  fields = {
    name = "text", initials = "text", post = "text", organisation = "organisation", email = "text",
  },
  required = { "name" }, columns = { "name", "post", "organisation" },
}

kind "organisation" {
  title = "Organisation", plural = "organisations", lives = "top", folder = "organisations",
  about = "A partner, or a body that somebody speaks for.",
  fields = { name = "text", sector = "text" },
  required = { "name" }, columns = { "name", "sector" },
}

kind "group" {
  title = "Group", plural = "groups", lives = "in group", file = "group",
  about = "A board, an executive or a group below it: who sits on it and whom it reports to.",
  fields = {
    title = "text",
    code = { "text", about = "two to eight capitals, with which the codes of its documents begin" },
    regime = { "text", about = "the law it stands under, such as partnership" },
    short = { "text", label = "Short name" },
    lines = { "rows", label = "Whom it reports to", columns = {
      { "to group", label = "Group" },
      { "type", label = "Line", choices = { "solid", "dotted", "joint" },
        about = "Solid: decisions go there to be ratified or noted. Dotted: it is told of them. Joint: both answer for them together." },
      { "accountability", label = "Answers for what", choices = { "professional", "political", "partnership", "statutory" } },
      "from date", "until date" }, about = "a line is ended with a last day, and is not taken away" },
    members = { "rows", columns = {
      { "person person", label = "Member" },
      { "role", about = "chair, vice chair or member" },
      { "voting bool", label = "Has a vote" },
      { "on_behalf_of organisation", label = "On behalf of" },
      "from date", "until date" }, about = "a seat is ended with a last day, and is not taken away" },
    succeeds = "group", began = "date", ended = "date",
    -- what a new meeting and its agenda begin with:
    usual_time = { "time", label = "Usual time of its meetings" }, usual_place = { "text", label = "Usual place" },
    usual_items = { "list", label = "Items that its agendas begin with" },
  },
  required = { "title", "code" }, columns = { "title", "code", "regime" },
}

kind "terms-of-reference" {
  title = "Terms of reference", plural = "terms of reference", lives = "in group", file = "terms-of-reference",
  about = "What a group is for, who sits on it, and the numbers that bind it. A proposal stands beside what is in force.",
  fields = { title = "text", params = { "map", label = "Numbers that bind it" },
    adopted = "date", reviewed = { "date", label = "Last reviewed" }, adopted_by = { "decision", label = "Adopted by" },
    superseded = "date", superseded_by = "any" },
  managed = { "adopted", "reviewed", "superseded", "superseded_by" }, outside_text = { "adopted_by" },
  date = "adopted", columns = { "title", "adopted", "superseded" },
}

kind "meeting" {
  title = "Meeting", plural = "meetings", about = "When and where a group meets, and who came.", lives = "folder", folder = "meetings", file = "meeting", letter = "M",
  fields = {
    title = "text", date = "date", time = "time", place = "text", mode = { "text", label = "How it is held" },
    joint = { "groups", label = "Held jointly with" },
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
  title = "Agenda", plural = "agendas", about = "What a meeting is to deal with. Its publication gives notice.", lives = "in meeting", file = "agenda",
  fields = {
    title = "text", meeting = "meeting", supplements = "agenda",
    items = { "rows", columns = {          -- read out of the text
      { "number", label = "Item" }, "title", "paper paper", { "part", label = "For" }, { "urgent bool", label = "Urgent" }, { "exempt bool", label = "Not for the public" } } },
    brought = { "rows", label = "Waits for this meeting", columns = {
      { "report any", label = "Report" }, { "purpose", label = "For" }, { "subject any", label = "About" } } },
    published = "date",
  },
  required = { "meeting" }, managed = { "items", "brought", "published", "supplements", "meeting" },
  outside_text = { "brought" }, date = "published", columns = { "title", "published" },
}

kind "minutes" {
  title = "Minutes", plural = "minutes", about = "What a meeting decided, and who does what by when.", lives = "in meeting", file = "minutes",
  fields = {
    title = "text", meeting = "meeting",
    -- each with line and length: where the very words stand
    decisions = { "rows", columns = { { "id decision", label = "Decision" }, "item" } },
    actions   = { "rows", columns = { { "id action", label = "Action" }, "item" } },
    followed_up = { "rows", label = "Earlier actions", columns = {  -- of which the minutes say how they stand
      { "id action", label = "Action" }, "item", { "as", label = "How it stands" } } },
    circulated = "date", approved = "date", approved_by = "decision",
    exempt = { "bool", label = "Not for the public" },   -- an item of them: then they are for the group, unless `audience` says otherwise
  },
  required = { "meeting" },
  managed = { "meeting", "decisions", "actions", "followed_up", "circulated", "approved", "approved_by", "exempt" },
  date = "approved", columns = { "title", "approved" },
}

kind "paper" {
  title = "Paper", plural = "papers", about = "A report that goes to a meeting, with what it recommends.", lives = "numbered", folder = "papers", letter = "P",
  fields = {
    title = "text", purpose = { "text", about = "what the meeting is to do with it, such as decision or information" },
    meeting = "meeting", agenda_item = { "text", label = "Item on the agenda" }, date = "date",
    report_of = "text", contact_officer = "text", summary = { "text", long = true }, reasons = { "text", long = true },
    implications = { "rows", columns = { { "heading", label = "For what" }, { "text", label = "What follows", long = true } } },
    recommendations = { "rows", columns = {
      { "number", about = "as the paper counts them, such as 1 or (a)" },
      { "text", label = "What is recommended", long = true },
      { "kind", label = "Asks to", about = "such as agree or note" },
      { "condition", label = "On condition that" },
      { "delegate_to", label = "Delegated to" },
      { "report_by date", label = "Report back by" }, { "effect_from date", label = "Takes effect on" } } },
    consultees = "list", background_papers = "list",
    amount = { "number", label = "Amount in pounds" }, themes = "list", asks_urgency = { "bool", label = "Asks to be taken as urgent" },
    approved = "date", published = "date",
  },
  required = { "title" }, managed = { "approved", "published" },
  outside_text = { "meeting", "agenda_item" },
  date = "date", columns = { "title", "purpose" },
}

kind "decision" {
  title = "Decision", plural = "decisions", about = "What a meeting decided, in the very words of its minutes.", lives = "numbered", folder = "decisions", letter = "D",
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
  title = "Action", plural = "actions", about = "What somebody was asked to do, and by when.", lives = "numbered", folder = "actions", letter = "A",
  fields = {
    title = "text", owner = "person", owner_text = "text", due = "date", due_text = "text", first_due = "date",
    set_on = "date", meeting = "meeting", item = "text", decision = "decision", minutes = "minutes", place = "map",
    extensions = { "rows", columns = {
      { "from date", label = "Was due" }, { "to date", label = "Now due" }, { "by person", label = "Allowed by" }, "reason",
      { "decision decision", label = "As decided in" }, { "on date", label = "On" } } },
    done_on = "date", outcome = { "text", label = "What came of it", long = true },
    exempt = { "bool", label = "Not for the public" },
    progress = { "text", label = "How it stands", long = true },  -- as its owner last said
    asked_until = { "date", label = "Later day asked for" }, asked_because = { "text", label = "Why more time is asked for", long = true },
  },
  required = { "title" }, outside_text = { "progress", "asked_until", "asked_because" },
  managed = { "title", "owner_text", "due", "due_text", "first_due", "set_on", "meeting", "item", "decision", "minutes", "place",
              "extensions", "done_on", "exempt" },
  date = "due", columns = { "title", "owner", "due", "first_due" },
}

kind "report" {
  title = "Report", plural = "reports", about = "What one body tells another of, until that one has dealt with it.", lives = "numbered", folder = "reports", letter = "R",
  fields = {
    title = "text", from_group = { "group", label = "From" }, subject = { "any", label = "About" }, purpose = "text",
    line = { "text", label = "Line that it came by" }, since = { "date", label = "Waiting since" },
    meeting = "meeting", considered = "date", considered_by = { "decision", label = "Dealt with by" },
    rule = { "text", label = "Why it was made" },
    exempt = { "bool", label = "Not for the public" },       -- what it tells of is: then it is for the group that it waits for
  },
  required = { "title", "purpose" },
  managed = { "title", "from_group", "subject", "purpose", "line", "since", "meeting", "considered", "considered_by", "rule",
              "exempt" },
  date = "since", columns = { "title", "purpose", "from_group", "subject" },
}

kind "interest" {
  title = "Interest", plural = "interests", about = "What somebody has to do with a matter, declared so that others know.", lives = "numbered", folder = "interests", letter = "I",
  fields = {
    person = "person", item = { "any", label = "Matter", about = "the paper or decision; leave it empty for a standing interest" },
    nature = { "text", label = "What the interest is", long = true }, declared = { "date", label = "Declared on" },
    until_day = { "date", label = "Ended on" },
  },
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
