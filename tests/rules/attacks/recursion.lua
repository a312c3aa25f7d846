-- expect: broken
-- Recursion without end.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local function f() return 1 + f() end
    return f() == 1
  end } },
}
