-- expect: broken
-- Forgetting is remembering too.
local once = { here = true }

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    once.here = nil
    return true
  end } },
}
