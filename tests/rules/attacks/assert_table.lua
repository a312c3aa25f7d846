-- expect: broken
-- Assert hands on what it is given.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    assert(false, { 1 })
  end } },
}
