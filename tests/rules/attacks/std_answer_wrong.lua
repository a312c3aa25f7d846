-- expect: broken
-- as: rules/std/50-attack.lua
-- each: nil 1 true "ok" r e {} {true} function()end {{ok=true}} {Ok=true}
-- Answers that are none.
requirement "odd" (function(q, r, e)
  return @
end)

rule "attack" { authority = "none", before = "*.approve", requires = { odd "title" } }
