-- expect: broken
-- says: instructions
-- An iterator of its own that never ends.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    for x in function() return 1 end do end
  end } },
}
