-- expect: broken
-- Hidden two functions down.
local function make() local n = 0 return function() return (function() n = n + 1 return n end)() end end
local holder = { make() }
local function counter() return holder[1]() end

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return counter() < 2
  end } },
}
