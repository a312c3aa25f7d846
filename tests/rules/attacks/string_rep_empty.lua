-- expect: ok
-- Nothing, for ever: the stock function spins in C.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return ("").rep("", math.maxinteger) == "" and ("").rep("", 5, "") == ""
  end } },
}
