-- expect: broken
-- A list with holes.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return table.concat({ "a", nil, "c" }, "") == "ac"
  end } },
}
