-- expect: broken
-- A new long string as a key is hashed over all its length: one instruction.
local function doubled(s, n) -- n bytes or a little less
  while #s * 2 <= n do s = s .. s end
  return s
end

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local s, t = doubled("x", 200000), {}
    for i = 1, 1000000000 do local x = t[s .. i] end
  end } },
}
