-- expect: broken
-- says: remembers
-- A counter between events.
local seen = 0

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    seen = seen + 1
    return seen < 2
  end } },
}
