-- expect: broken
-- A table has no words.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return ("%s"):format({}) ~= ""
  end } },
}
