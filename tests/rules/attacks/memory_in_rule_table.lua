-- expect: broken
-- In the very table that declared the rule.
local mine = { }
local holder = { check { "another", function() return mine ~= nil end }, mine = mine }

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    mine.seen = true
    return true
  end } },
}
