-- expect: load-error
-- as: rules/std/50-attack.lua
-- each: has check rule kind string text cal docs tostring pairs remind move params examine requirement
-- A requirement that takes the name of another word.
requirement "@" (function() return { ok = true } end)
