-- expect: check-error
-- says: index by a comparison
-- Lua 5.4.4 compiles this wrongly when the table is an upvalue.
local label = { [true] = "many", [false] = "few" }
local function f(x) return label[x > 3] end
rule "attack" { authority = "none", before = "*.approve", requires = { has "title" } }
