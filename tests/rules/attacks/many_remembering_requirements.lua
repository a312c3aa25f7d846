-- expect: contained
-- seconds: 4
-- Each remembers, and what is kept is large.
local kept = {}
for i = 1, 300 do kept[i] = i end
for k = 1, 20 do
  local list = {}
  for i = 1, 40 do list[i] = check { "remembers " .. i, function() kept[1] = kept[1] + 1 return true end } end
  rule ("attack " .. k) { authority = "none", before = "*.approve", requires = list }
end
