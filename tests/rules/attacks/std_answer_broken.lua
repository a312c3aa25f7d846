-- expect: broken
-- as: rules/std/50-attack.lua
-- each: found=0/0 needed=1/0 found=("x"):rep(60000) found={{{{{{}}}}}} found=function()end found=e found=r.signoffs source=-1/0
-- Answers that no ruling can hold.
requirement "odd" (function(q, r, e)
  return { ok = true, @ }
end)

rule "attack" { authority = "none", before = "*.approve", requires = { odd "title" } }
