-- expect: contained
-- each: 1 0 "" {} r 0/0 e.today
-- A yes that is no boolean.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return @
  end } },
}
