-- expect: broken
-- A gigabyte of separators between nothings.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return #(""):rep(1000000000, "x") > 0
  end } },
}
