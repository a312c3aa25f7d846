-- expect: broken
-- A condition on a field with a name of sixty thousand letters.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return after(("x"):rep(60000), days(1)) == nil
  end } },
}
