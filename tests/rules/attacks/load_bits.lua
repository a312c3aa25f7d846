-- expect: check-error
-- says: bits
-- each: & | ~ << >>
-- Operators on bits, some of which Lua 5.4.4 compiles wrongly.
local x = 1 @ 2
rule "attack" { authority = "none", before = "*.approve", requires = { has "title" } }
