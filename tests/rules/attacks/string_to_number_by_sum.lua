-- expect: broken
-- The same without a function: a sum turns text into a number.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local s = (" "):rep(60000) .. "1"
    local n = 0
    for i = 1, 1000000000 do n = s + 0 end
  end } },
}
