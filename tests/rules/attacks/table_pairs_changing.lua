-- expect: contained
-- Adding keys while walking.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t, n = { a = 1 }, 0
    for k in pairs(t) do n = n + 1 t[k .. "x"] = 1 end
    return n < 1000
  end } },
}
