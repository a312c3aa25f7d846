-- expect: broken
-- The same behind a flag.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return ("%-20p"):format("x") ~= ""
  end } },
}
