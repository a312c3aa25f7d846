-- expect: broken
-- each: math.max(s,1) math.abs(s) math.tointeger(s) ("x"):sub(s) ("x"):rep(s) select(s,1) tonumber(s,10) tonumber(s) ("%d"):format(s) table.remove({},s)
-- The same again: a text where a number is wanted is turned into one.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local s = (" "):rep(60000) .. "1"
    for i = 1, 1000000000 do local x = @ end
  end } },
}
