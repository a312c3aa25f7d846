-- expect: broken
-- An address would differ from run to run.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return ("%p"):format({}) ~= ""
  end } },
}
