-- expect: broken
-- A key that is not equal to itself.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = {}
    t[0/0] = 1
  end } },
}
