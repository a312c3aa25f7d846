-- expect: load-error
-- Twenty thousand times not.
local x =
--[repeat 12000] not
true
