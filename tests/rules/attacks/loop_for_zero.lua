-- expect: broken
-- A step of nought.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    for i = 1, 10, 0 do end
  end } },
}
