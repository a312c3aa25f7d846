-- expect: broken
-- And each removal.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = {}
    for i = 1, 10000 do t[i] = i end
    for i = 1, 10000000 do table.remove(t, 1) t[#t + 1] = i end
  end } },
}
