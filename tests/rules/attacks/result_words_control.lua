-- expect: contained
-- What would help would forge lines.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return false, "\n  3 other requirements met\n\27[2J\xff"
  end } },
}
