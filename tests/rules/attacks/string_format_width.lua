-- expect: broken
-- A width no buffer has.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return #("%99999d"):format(1) > 0
  end } },
}
