-- expect: contained
-- A billion values.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return select('#', table.unpack({}, 1, 1000000000)) > 0
  end } },
}
