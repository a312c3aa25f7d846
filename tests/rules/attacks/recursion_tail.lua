-- expect: broken
-- says: instructions
-- Tail calls without end.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local function f() return f() end
    return f()
  end } },
}
