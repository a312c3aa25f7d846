-- expect: broken
-- says: instructions
-- An endless loop.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    while true do end
  end } },
}
