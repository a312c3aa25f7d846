-- expect: broken
-- as: rules/std/50-attack.lua
-- An answer of a hundred thousand people.
requirement "odd" (function(q, r, e)
  local t = {}
  for i = 1, 9000 do t[i] = "p" .. i end
  return { ok = false, who = t }
end)

rule "attack" { authority = "none", before = "*.approve", requires = { odd "title" } }
