-- expect: ok
-- The smallest number divided by minus one does not trap.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return math.mininteger // -1 == math.mininteger and math.mininteger % -1 == 0 and math.abs(math.mininteger) == math.mininteger
  end } },
}
