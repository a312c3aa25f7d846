-- expect: contained
-- A range from the other end of all numbers.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return table.concat({ "a" }, "", math.mininteger, math.maxinteger) == ""
  end } },
}
