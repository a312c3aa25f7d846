-- expect: broken
-- A number too large for a whole one.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return 1 // 1 == 1 and ("x"):rep(2^70) == ""
  end } },
}
