-- expect: broken
-- A list kept between events.
local seen = {}

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    seen[#seen + 1] = r.id
    return #seen < 2
  end } },
}
