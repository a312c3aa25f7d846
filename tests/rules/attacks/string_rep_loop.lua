-- expect: broken
-- The longest string allowed, again and again: work in C counts.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    for i = 1, 1000000000 do local s = ("x"):rep(60000) end
  end } },
}
