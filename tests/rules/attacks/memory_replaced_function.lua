-- expect: broken
-- A function that replaces itself.
local f = function() return true end

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local old = f
    f = function() return false end
    return old()
  end } },
}
