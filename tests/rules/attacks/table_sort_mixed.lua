-- expect: broken
-- Values that cannot be compared.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    table.sort({ 1, "x", {}, true })
  end } },
}
