-- expect: load-error
-- A call of a call of a call, as deep as the stack goes.
local f
f = function(n) return (f(n + 1)) end
f(1)
