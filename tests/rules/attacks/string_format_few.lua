-- expect: broken
-- More conversions than values.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return ("%d %d %d"):format(1) ~= ""
  end } },
}
