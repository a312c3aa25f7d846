-- expect: contained
-- seconds: 4
-- Each ends the state, which is made again from all files.
for k = 1, 50 do
  local list = {}
  for i = 1, 40 do list[i] = check { "loop " .. i, function() while true do end end } end
  rule ("attack " .. k) { authority = "none", before = "*.approve", requires = list }
end
