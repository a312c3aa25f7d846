-- expect: broken
-- as: rules/std/50-attack.lua
-- A requirement made of itself.
requirement "odd" (function(q, r, e)
  return examine(q, r, e)
end)

rule "attack" { authority = "none", before = "*.approve", requires = { odd "title" } }
