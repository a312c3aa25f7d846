-- expect: broken
-- A list of lists.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return table.concat({ {}, {} }, "") == ""
  end } },
}
