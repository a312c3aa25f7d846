-- expect: check-error
-- says: <close>
-- A variable that is closed when its block ends.
local x <close> = nil
rule "attack" { authority = "none", before = "*.approve", requires = { has "title" } }
