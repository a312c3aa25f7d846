-- expect: broken
-- as: rules/std/50-attack.lua
-- each: nil 1 "has" {} {},r,e r e q,1,2
-- What is no requirement is examined.
requirement "odd" (function(q, r, e)
  return examine(@)
end)

rule "attack" { authority = "none", before = "*.approve", requires = { odd "title" } }
