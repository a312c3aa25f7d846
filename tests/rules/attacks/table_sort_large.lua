-- expect: broken
-- Sorting is work, again and again.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = {}
    for i = 1, 2000 do t[i] = (i * 7919) % 2003 end
    for i = 1, 1000000 do table.sort(t, function(a, b) if i // 2 * 2 == i then return a < b end return a > b end) end
  end } },
}
