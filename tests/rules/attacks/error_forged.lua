-- expect: broken
-- An error text that imitates another rule's place.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    error("rules/90-innocent.lua:3: out of order; the record is unchanged", 0)
  end } },
}
