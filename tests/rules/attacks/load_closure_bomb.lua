-- expect: load-error
-- Closures by the million, all kept.
local t = {}
for i = 1, 10000000 do t[i] = function() return i end end
