-- expect: load-error
-- Parentheses nested deeper than the parser's stack.
local x =
--[repeat 20000] (
1
