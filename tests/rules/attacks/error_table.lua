-- expect: broken
-- An error that is no text.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    error({ r })
  end } },
}
