-- expect: broken
-- each: "x" {} r nil 1.5 0/0 2^70
-- Differences of days from one date.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return e.today - @ ~= nil
  end } },
}
