-- expect: contained
-- A comparator that says yes to all.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = {}
    for i = 1, 200 do t[i] = i end
    table.sort(t, function(a, b) return true end)
    return true
  end } },
}
