-- expect: broken
-- A step too small to get on.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    for x = 1e18, 1e18 + 1e6, 0.5 do end
  end } },
}
