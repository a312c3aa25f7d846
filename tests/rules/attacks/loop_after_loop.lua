-- expect: broken
-- says: instructions
-- A limit that was hit once must not give a new budget to the next requirement: two loops in one rule.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    while true do end
  end } },
}
