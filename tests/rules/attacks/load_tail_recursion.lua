-- expect: load-error
-- says: instructions
-- Tail calls use no stack, so only the budget ends them.
local function f() return f() end
f()
