-- expect: broken
-- Recursion through C: each turn holds a C frame.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local function f() table.sort({ 3, 2, 1 }, function(a, b) f() return a < b end) end
    f()
  end } },
}
