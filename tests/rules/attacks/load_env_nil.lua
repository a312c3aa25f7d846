-- expect: load-error
-- Taking the environment away: the parser of 5.4.4 once crashed on this.
local function f() local _ENV <const> = nil; return x end
f()
