-- The small world in which the attacks are tried: one paper that the chair approves.
workflow "paper" {
  about  = "Papers, as simple as can be",
  states = { "draft", "approved" }, ends = { "approved" },
  moves  = { approve = move { from = "draft", to = "approved", who = "chair" } },
  edit   = { who = "author", while_in = "draft" },
}
