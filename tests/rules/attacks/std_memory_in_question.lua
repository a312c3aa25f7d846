-- expect: broken
-- as: rules/std/50-attack.lua
-- One that writes into what the rule wrote.
requirement "odd" (function(q, r, e)
  q.seen = true
  return { ok = true }
end)

rule "attack" { authority = "none", before = "*.approve", requires = { odd "title" } }
