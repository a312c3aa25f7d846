-- expect: broken
-- A key that is nothing.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = {}
    t[nil] = 1
  end } },
}
