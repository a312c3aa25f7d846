-- expect: broken
-- says: instructions
-- A loop that would take centuries.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    for i = math.mininteger, math.maxinteger do end
  end } },
}
