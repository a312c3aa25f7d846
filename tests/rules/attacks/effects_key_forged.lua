-- expect: contained
-- A key that imitates another rule's.
rule "attack" {
  authority = "none", after = "*.approve",
  effects = function(r, e)
    return { create_action { title = "x", owner = "chair", due = e.today, key = "a paper has a title|CTB-2026-P001|remind|x\naccepted" } }
  end,
}
