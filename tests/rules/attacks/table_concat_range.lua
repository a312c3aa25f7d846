-- expect: contained
-- A range far past the end.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return table.concat({ "a" }, "", 1, 1000000000) == ""
  end } },
}
