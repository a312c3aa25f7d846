-- expect: broken
-- An iterator made while declaring goes on where the last event left it.
local step = pairs { a = 1, b = 2, c = 3 }

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return step() == "a"
  end } },
}
