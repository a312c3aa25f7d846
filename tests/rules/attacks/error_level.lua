-- expect: broken
-- each: 1 2 3 99 -1 1000000000 2^62
-- A level that points nowhere.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    error("x", @)
  end } },
}
