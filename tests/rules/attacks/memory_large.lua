-- expect: contained
-- A large table kept from declaring is looked at after every call: that must stay cheap.
local t = {}
for i = 1, 8000 do t[i] = i end

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return #t > 0
  end } },
}
