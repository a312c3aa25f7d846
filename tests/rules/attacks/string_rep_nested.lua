-- expect: broken
-- A long string made of long strings.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return #("x"):rep(60000):rep(60000) > 0
  end } },
}
