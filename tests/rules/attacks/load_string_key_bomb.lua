-- expect: load-error
-- Keys by the hundred thousand, each a string of its own.
local t = {}
for i = 1, 10000000 do t["k" .. i] = i end
