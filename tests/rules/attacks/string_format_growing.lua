-- expect: broken
-- A text that takes itself twice each time.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local s = "x"
    for i = 1, 60 do s = ("%s%s"):format(s, s) end
  end } },
}
