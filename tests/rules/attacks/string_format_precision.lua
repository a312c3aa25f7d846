-- expect: ok
-- The longest a number can get.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return #("%.99f"):format(1.7e308) < 500
  end } },
}
