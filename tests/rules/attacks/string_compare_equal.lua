-- expect: broken
-- Two long strings compared byte by byte, again and again: one instruction each.
local function doubled(s, n) -- n bytes or a little less
  while #s * 2 <= n do s = s .. s end
  return s
end

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local a, b = doubled("x", 200000) .. "a", doubled("x", 200000) .. "a"
    local n = 0
    for i = 1, 1000000000 do if a == b then n = n + 1 end end
  end } },
}
