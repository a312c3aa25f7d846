-- expect: load-error
-- A declaration that holds itself.
local t = { authority = "none", before = "*.approve" }
t.requires = { t }
rule "attack" (t)
