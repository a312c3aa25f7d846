-- expect: contained
-- seconds: 4
-- The same, one to a rule.
local slow = function() local n = 0 for i = 1, 300000 do n = n + 1 end return n > 0 end
for i = 1, 190 do
  rule ("attack " .. i) { authority = "none", before = "*.approve", requires = { check { "slow", slow } } }
end
