-- expect: broken
-- says: instructions
-- A comparator that never returns.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    table.sort({ 3, 2, 1 }, function(a, b) while true do end end)
  end } },
}
