-- expect: broken
-- as: rules/std/50-attack.lua
-- An answer that holds itself.
requirement "odd" (function(q, r, e)
  local t = { ok = true }
  t.found = t
  return t
end)

rule "attack" { authority = "none", before = "*.approve", requires = { odd "title" } }
