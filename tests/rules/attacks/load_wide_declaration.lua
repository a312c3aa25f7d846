-- expect: load-error
-- A declaration of a hundred thousand requirements.
local t = {}
for i = 1, 100000 do t[i] = has "title" end
rule "attack" { authority = "none", before = "*.approve", requires = t }
