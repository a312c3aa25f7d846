-- expect: broken
-- Or ten thousand values.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local function grow(n, ...) if n == 0 then return assert(nil, ...) end return grow(n - 1, {}, 2, 3, 4, 5, 6, 7, 8, ...) end
    grow(200)
  end } },
}
