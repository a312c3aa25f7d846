-- expect: broken
-- each: move pack
-- Moving an empty huge range never ends.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return table.@ ~= nil
  end } },
}
