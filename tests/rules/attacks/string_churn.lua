-- expect: broken
-- Long strings made and dropped: memory never fills, time goes.
local function doubled(s, n) -- n bytes or a little less
  while #s * 2 <= n do s = s .. s end
  return s
end

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local s = doubled("x", 200000)
    for i = 1, 1000000000 do local x = s .. i end
  end } },
}
