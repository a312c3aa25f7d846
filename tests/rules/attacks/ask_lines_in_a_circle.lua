-- expect: ok
-- Two groups that report to each other: the way up ends.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return #lines.up(r.group) < 10
  end } },
}
