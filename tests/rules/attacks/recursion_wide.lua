-- expect: broken
-- says: instructions
-- A tree of calls, 2^60 leaves.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local function f(n) if n > 0 then f(n - 1) f(n - 1) end end
    f(60)
  end } },
}
