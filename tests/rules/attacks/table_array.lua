-- expect: broken
-- One very large list.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = {}
    for i = 1, 100000000 do t[i] = i end
  end } },
}
