-- expect: contained
-- All the numbers there are.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return select('#', table.unpack({}, math.mininteger, math.maxinteger)) > 0
  end } },
}
