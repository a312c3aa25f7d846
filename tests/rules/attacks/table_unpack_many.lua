-- expect: broken
-- More values than a call needs.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = {}
    for i = 1, 5000 do t[i] = i end
    return select('#', table.unpack(t)) > 0
  end } },
}
