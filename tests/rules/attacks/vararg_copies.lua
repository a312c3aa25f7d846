-- expect: broken
-- Sixteen thousand values copied with every call.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local function nothing(...) end
    local function loop(...) for i = 1, 1000000000 do nothing(...) end end
    local function grow(n, ...) if n == 0 then return loop(...) end return grow(n - 1, 1, 2, 3, 4, 5, 6, 7, 8, ...) end
    grow(700)
  end } },
}
