-- expect: contained
-- Ten thousand values.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local function grow(n, ...) if n == 0 then return true, ... end return grow(n - 1, 1, 2, 3, 4, 5, 6, 7, 8, ...) end
    return grow(300)
  end } },
}
