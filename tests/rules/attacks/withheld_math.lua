-- expect: broken
-- each: random randomseed sin exp log sqrt pi huge pow
-- Numbers that differ from machine to machine or from run to run.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return math.@ ~= nil
  end } },
}
