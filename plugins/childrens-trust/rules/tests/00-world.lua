-- The small world that all tests share. A test's `given` lists only what differs from it; `none` empties a field.
-- A record without a state is not there yet: the move under test brings it in.

world {
  people = { vera = { name = "Vera Holt" }, tom = { name = "Tom Reed" } },
  roles  = { ["board officer"] = "bo", ["finance lead"] = "fay", ["legal lead"] = "leo", ["monitoring officer"] = "mo" },
  groups = {
    executive    = { title = "Executive", code = "EXE", members = { { person = "lord", role = "chair", voting = true } } },
    partnership  = { title = "Strategic partnership", code = "LSP", members = { { person = "ola", role = "chair", voting = true } } },
    safeguarding = { title = "Safeguarding board", code = "SGB", members = { { person = "sam", role = "chair", voting = true } } },
    board = {
      title = "Children's Trust board", code = "CTB", params = { quorum = 3 },
      lines = {
        { to = "executive", type = "solid" }, { to = "partnership", type = "solid" }, { to = "safeguarding", type = "dotted" },
      },
      members = {
        { person = "cath", role = "chair", voting = true }, { person = "vera", role = "vice chair", voting = true },
        { person = "tom", role = "member", voting = true }, { person = "jane", role = "member", voting = true },
      },
    },
    workforce = {
      title = "Workforce group", code = "WFD", params = { quorum = 2, delegated_limit = 5000 },
      lines = { { to = "board", type = "solid" } },
      members = { { person = "dora", role = "chair", voting = true }, { person = "jane", role = "member", voting = true } },
    },
    ["early-years"] = {
      title = "Early years group", code = "EYG", lines = { { to = "board", type = "solid" } },
      members = { { person = "dora", role = "chair", voting = true }, { person = "jane", role = "member", voting = true } },
    },
  },
  records = {
    ["CTB-2005-M001"] = {
      kind = "meeting", group = "board", state = "planned", title = "October", date = "2005-10-11",
    },
    ["CTB-2005-M002"] = {
      kind = "meeting", group = "board", state = "held", title = "November", date = "2005-11-15",
      attendance = {
        { person = "cath", as = "present" }, { person = "vera", as = "present" }, { person = "tom", as = "present" },
        { person = "jane", as = "apologies" },
      },
    },
    ["WFD-2005-M001"] = {
      kind = "meeting", group = "workforce", state = "held", title = "November", date = "2005-11-22",
      attendance = { { person = "dora", as = "present" }, { person = "jane", as = "present" } },
    },
    ["CTB-2005-P001"] = {
      kind = "paper", group = "board", state = "in clearance", author = "paul", title = "Joint teams", purpose = "decision",
      summary = "Five teams.", recommendations = { { number = "1", kind = "agree", text = "Form five teams." } },
      implications = { { heading = "Financial", text = "None." }, { heading = "Legal", text = "A duty." } },
      signoffs = {
        { role = "finance lead", by = "fay", of = "now", on = "2005-09-20" },
        { role = "legal lead", by = "leo", of = "now", on = "2005-09-21" },
      },
    },
    ["CTB-2005-M001-agenda"] = {
      kind = "agenda", group = "board", state = "draft", author = "bo", title = "Agenda", meeting = "CTB-2005-M001",
      items = { { number = "3", title = "Progress" }, { number = "4", title = "Joint teams", part = "decide" } },
    },
    ["CTB-2005-M001-agenda-2"] = {
      kind = "agenda", group = "board", state = "draft", author = "bo", title = "Supplement", meeting = "CTB-2005-M001",
      supplements = "CTB-2005-M001-agenda", items = { { number = "6", title = "Foster places", urgent = true } },
    },
    ["CTB-2005-M001-minutes"] = {
      kind = "minutes", group = "board", state = "circulated", author = "bo", title = "Minutes", meeting = "CTB-2005-M001",
    },
    ["CTB-2005-D001"] = {
      kind = "decision", group = "board", title = "form five teams", text = "That five teams be formed.",
      outcome = "agreed", date = "2005-11-15", meeting = "CTB-2005-M002", item = "4",
    },
    ["CTB-2005-A001"] = {
      kind = "action", group = "board", state = "open", title = "Write to schools", owner = "paul", due = "2005-11-28",
      first_due = "2005-11-28",
    },
    ["CTB-2005-R001"] = {
      kind = "report", group = "board", state = "waiting", title = "A workforce plan", purpose = "for ratification",
      from_group = "workforce", subject = "WFD-2005-D001", since = "2005-11-24",
    },
    ["WFD-2005-D001"] = {
      kind = "decision", group = "workforce", state = "recorded", title = "a workforce plan", text = "That a plan be made.",
      outcome = "agreed", date = "2005-11-22", meeting = "WFD-2005-M001", item = "3",
    },
    ["EYG-terms-of-reference"] = {
      kind = "terms-of-reference", group = "early-years", state = "draft", author = "paul", title = "Terms of reference",
      adopted = "2005-04-01", params = { quorum = 2 },
      body = "# Terms of reference\n\n## 1. Purpose\n\n## 3. Membership\n\n## 5. Quorum and decisions\n",
    },
    ["CTB-2005-I001"] = {
      kind = "interest", group = "board", person = "tom", nature = "trustee of the provider", item = "CTB-2005-M002",
      declared = "2005-09-01",
    },
  },
}
