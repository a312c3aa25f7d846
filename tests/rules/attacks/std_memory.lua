-- expect: broken
-- says: remembers
-- as: rules/std/50-attack.lua
-- One that remembers.
local n = 0

requirement "odd" (function(q, r, e)
  n = n + 1
  return { ok = n == 1 }
end)

rule "attack" { authority = "none", before = "*.approve", requires = { odd "title" } }
