-- expect: broken
-- Long equal strings are slow to compare, and the sort compares in C.
local function doubled(s, n) -- n bytes or a little less
  while #s * 2 <= n do s = s .. s end
  return s
end

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = {}
    for i = 1, 30 do t[i] = doubled("x", 100000) .. i end
    for i = 1, 1000000000 do t[1], t[#t] = t[#t], t[1] table.sort(t) end
  end } },
}
