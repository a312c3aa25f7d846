-- expect: contained
-- Before before.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return r.before == nil or r.before.before == nil
  end } },
}
