-- expect: broken
-- An error that is nothing.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    error(nil)
  end } },
}
