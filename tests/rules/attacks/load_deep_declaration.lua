-- expect: load-error
-- A declaration ten thousand tables deep.
local t = {}
for i = 1, 10000 do t = { t } end
rule "attack" { authority = "none", before = "*.approve", requires = t }
