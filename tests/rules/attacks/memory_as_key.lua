-- expect: broken
-- As a key.
local kept = {}

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    kept[{}] = true
    return true
  end } },
}
