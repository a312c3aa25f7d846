-- expect: broken
-- each: 0 2^60 -1 'x' nil {} math.mininteger 0/0
-- Values that are not there.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return select(@) == nil and 1 + nil
  end } },
}
