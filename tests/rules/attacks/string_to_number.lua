-- expect: broken
-- Very long numerals, again and again.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local s = ("9"):rep(60000)
    for i = 1, 1000000000 do local x = tonumber(s) end
  end } },
}
