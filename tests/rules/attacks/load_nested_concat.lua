-- expect: load-error
-- A right associative chain recurses in the parser.
local x =
--[repeat 9000] 'a'..
'a'
