-- expect: broken
-- says: instructions
-- Another.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    repeat local x = 1 until false
  end } },
}
