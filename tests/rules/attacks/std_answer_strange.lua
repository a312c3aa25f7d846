-- expect: contained
-- as: rules/std/50-attack.lua
-- each: {} 1 "no" r 0 e.today true,found={} false,found={} true,found=r true,needed=e.today true,source={{}} true,who=1 false,who={1,{}} false,who=r false,who={r} false,remedy={} false,remedy=1 false,found=true false,needed=1.5
-- Answers with parts of the wrong type.
requirement "odd" (function(q, r, e)
  return { ok = @ }
end)

rule "attack" { authority = "none", before = "*.approve", requires = { odd "title" } }
