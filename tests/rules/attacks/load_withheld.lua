-- expect: load-error
-- says: not known
-- each: os io debug package load loadstring loadfile dofile require coroutine pcall xpcall setmetatable getmetatable rawget rawset rawequal rawlen collectgarbage next _G print warn utf8
-- What is not offered is an error already while declaring.
local x = @
