-- expect: broken
-- A long list joined again and again.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = {}
    for i = 1, 5000 do t[i] = "x" end
    for i = 1, 1000000000 do local s = table.concat(t) end
  end } },
}
