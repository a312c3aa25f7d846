-- expect: broken
-- And put into a new table each time.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local function loop(...) for i = 1, 1000000000 do local t = { ... } end end
    local function grow(n, ...) if n == 0 then return loop(...) end return grow(n - 1, 1, 2, 3, 4, 5, 6, 7, 8, ...) end
    grow(400)
  end } },
}
