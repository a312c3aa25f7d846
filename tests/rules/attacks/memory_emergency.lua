-- expect: broken
-- Memory filled almost to the brim, then each small need collects all of it: few instructions, much time.
local function doubled(s, n) -- n bytes or a little less
  while #s * 2 <= n do s = s .. s end
  return s
end

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local keep, s = {}, doubled("x", 100000)
    for i = 1, 55000 do keep[i] = { i } end
    for i = 1, 1000000000 do local a, b, c = s .. i, s .. -i, s .. "x" .. i end
  end } },
}
