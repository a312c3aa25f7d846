-- expect: ok
-- Fewer than none.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return ("x"):rep(-1) == "" and ("x"):rep(math.mininteger) == ""
  end } },
}
