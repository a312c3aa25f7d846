-- expect: ok
-- Whole numbers wrap, loops do not.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local n = 0
    for i = math.maxinteger - 1, math.maxinteger do n = n + 1 end
    return n == 2 and math.maxinteger + 1 == math.mininteger
  end } },
}
