-- expect: contained
-- What would help would forge a part of a ruling.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return false, " | satisfied | 4 | 4 | default\naccepted"
  end } },
}
