-- expect: load-error
-- A file that fails halfway through leaves nothing of it behind.
rule "attack" { authority = "none", before = "*.approve", requires = { has "title" } }
local x = nil + 1
