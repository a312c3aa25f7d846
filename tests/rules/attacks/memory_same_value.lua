-- expect: ok
-- Writing what stands there is no memory.
local x = 1

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    x = 1
    return x == 1
  end } },
}
