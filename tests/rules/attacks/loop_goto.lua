-- expect: broken
-- says: instructions
-- One without a loop's word (the checker refuses it, the budget stops it).
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    ::again::
    goto again
  end } },
}
