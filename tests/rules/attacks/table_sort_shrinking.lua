-- expect: contained
-- A comparator that empties the list.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = { 5, 4, 3, 2, 1 }
    table.sort(t, function(a, b) for i = 1, 5 do t[i] = nil end return false end)
    return true
  end } },
}
