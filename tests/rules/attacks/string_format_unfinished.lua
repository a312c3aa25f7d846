-- expect: broken
-- A format that ends in the middle.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return ("%"):format(1) ~= ""
  end } },
}
