-- expect: broken
-- A document kept past its event.
local kept

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local before = kept
    kept = r
    return before == nil or before.title ~= nil
  end } },
}
