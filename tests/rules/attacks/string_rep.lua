-- expect: broken
-- A gigabyte at once.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return #("x"):rep(1000000000) > 0
  end } },
}
