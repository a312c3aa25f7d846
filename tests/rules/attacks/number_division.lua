-- expect: broken
-- Whole division by nought.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return 1 // 0 == 1
  end } },
}
