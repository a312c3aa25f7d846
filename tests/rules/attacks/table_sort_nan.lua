-- expect: contained
-- Values that are in no order.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = {}
    for i = 1, 200 do t[i] = i % 3 == 0 and 0/0 or i end
    table.sort(t)
    return true
  end } },
}
