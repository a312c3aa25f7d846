-- expect: broken
-- Hidden in a function made while declaring.
local function make() local n = 0 return function() n = n + 1 return n end end
local counter = make()

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return counter() < 2
  end } },
}
