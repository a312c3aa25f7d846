-- expect: contained
-- seconds: 4
-- Each stays within its budget, and there are many of them.
local slow = function() local n = 0 for i = 1, 300000 do n = n + 1 end return n > 0 end
for k = 1, 50 do
  local list = {}
  for i = 1, 40 do list[i] = check { "slow " .. i, slow } end
  rule ("attack " .. k) { authority = "none", before = "*.approve", requires = list }
end
