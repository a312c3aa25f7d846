-- expect: ok
-- A far index is only a key.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = {}
    t[2^53] = 1
    t[math.maxinteger] = 2
    return #t == 0 and t[2^53] == 1
  end } },
}
