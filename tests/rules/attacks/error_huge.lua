-- expect: broken
-- An error text of sixty thousand characters.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    error(("x"):rep(60000), 0)
  end } },
}
