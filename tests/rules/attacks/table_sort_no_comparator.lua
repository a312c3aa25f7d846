-- expect: broken
-- The same without a comparator.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = {}
    for i = 1, 1000000000 do for k = 1, 100 do t[k] = 100 - k end table.sort(t) end
  end } },
}
