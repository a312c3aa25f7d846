-- expect: broken
-- says: instructions
-- Three functions down.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local function a() local function b() local function c() while true do end end c() end b() end
    a()
  end } },
}
