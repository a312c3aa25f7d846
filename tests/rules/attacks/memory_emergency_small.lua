-- expect: broken
-- The same, found by filling until it hurts.
local function doubled(s, n) -- n bytes or a little less
  while #s * 2 <= n do s = s .. s end
  return s
end

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local keep, n = {}, 0
    for i = 1, 62 do keep[i] = doubled("x", 100000) .. i end
    for i = 1, 1000000000 do local t = { i, i, i, i, i, i, i, i, { i, i, i, i }, { i, i, i }, "x" .. i } end
  end } },
}
