-- expect: broken
-- each: test world none
-- The words of tests are for tests.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return @
  end } },
}
