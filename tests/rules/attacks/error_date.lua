-- expect: broken
-- An error that is a date, which has words of its own.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    error(e.today)
  end } },
}
