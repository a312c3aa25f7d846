-- expect: broken
-- says: instructions
-- as: rules/std/50-attack.lua
-- A requirement of the standard that never answers.
requirement "odd" (function(q, r, e)
  while true do end
end)

rule "attack" { authority = "none", before = "*.approve", requires = { odd "title" } }
