-- expect: load-error
-- A hundred million tables.
local t = {}
for i = 1, 100000000 do t[i] = { {}, {}, {} } end
