-- expect: broken
-- says: not known
-- each: os io debug package load loadstring loadfile dofile require coroutine pcall xpcall setmetatable getmetatable rawget rawset rawequal rawlen collectgarbage next _G print warn utf8 _VERSION note
-- What a rule must not reach.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return @ ~= nil
  end } },
}
