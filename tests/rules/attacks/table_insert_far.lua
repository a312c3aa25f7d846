-- expect: broken
-- A place that is none.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = { 1 }
    table.insert(t, 2^53, 1)
  end } },
}
