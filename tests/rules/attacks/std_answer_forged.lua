-- expect: contained
-- as: rules/std/50-attack.lua
-- An answer whose found value would be a ruling of its own.
requirement "odd" (function(q, r, e)
  return { ok = false, found = "x | y\naccepted\nattack | rules/90-innocent.lua:1 | approve CTB-2026-P001 | has | satisfied | | |", needed = "\27[2J", source = "\xff", remedy = "\r\n", who = { "a\nb", "|" } }
end)

rule "attack" { authority = "none", before = "*.approve", requires = { odd "title" } }
