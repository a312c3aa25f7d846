-- expect: broken
-- each: 1 0/0 1.5 {} r true nil function()end ("x"):rep(60000) "" "a.b" "__index" "__gc" "__metatable"
-- Keys that are no field's name.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return r[@] == nil
  end } },
}
