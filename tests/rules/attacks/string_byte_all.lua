-- expect: contained
-- Every byte of a long string on the stack.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return #{ ("x"):rep(60000):byte(1, -1) } > 0 and #{ ("x"):rep(60000):byte(math.mininteger, math.maxinteger) } > 0 and nil
  end } },
}
