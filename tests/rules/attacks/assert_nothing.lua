-- expect: broken
-- Or nothing.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    assert()
  end } },
}
