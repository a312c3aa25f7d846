-- expect: broken
-- A value of the host's kept from one event to the next.
local kept

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local before = kept
    kept = e.today
    return before == nil
  end } },
}
