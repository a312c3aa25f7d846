-- expect: broken
-- A global.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    leaked = (leaked or 0) + 1
    return true
  end } },
}
