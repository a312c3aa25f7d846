-- expect: broken
-- One very large set.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = {}
    for i = 1, 100000000 do t[i * 0.5] = true end
  end } },
}
