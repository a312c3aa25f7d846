-- expect: ok
-- Pairs comes in one order, whatever the order of making.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = {}
    for _, k in ipairs { "z", "a", "m", "B", "é" } do t[k] = true end
    t[10], t[2], t[-1], t[2.5] = 1, 1, 1, 1
    local s = {}
    for k in pairs(t) do s[#s + 1] = tostring(k) end
    return table.concat(s, " ") == "-1 2 2.5 10 B a m z é", table.concat(s, " ")
  end } },
}
