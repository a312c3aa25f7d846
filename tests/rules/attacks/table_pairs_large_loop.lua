-- expect: broken
-- Sorting the keys of a large table, again and again.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = {}
    for i = 1, 10000 do t["k" .. i] = i end
    for i = 1, 1000000000 do for k in pairs(t) do break end end
  end } },
}
