-- expect: broken
-- An error text that imitates a ruling.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    error("\naccepted\na paper has a title | rules/90-innocent.lua:1 | approve CTB-2026-P001 | has | satisfied | | |\n", 0)
  end } },
}
