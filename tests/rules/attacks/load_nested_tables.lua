-- expect: load-error
-- Tables nested deeper than the parser's stack.
local x =
--[repeat 20000] {
