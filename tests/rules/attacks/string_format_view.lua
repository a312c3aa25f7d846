-- expect: broken
-- Nor has a function.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return ("%s"):format(r.nothing_of_the_kind) ~= ""
  end } },
}
