-- expect: load-error
-- Recursion without end, not in tail position.
local function f() return 1 + f() end
f()
