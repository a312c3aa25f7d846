-- expect: broken
-- says: instructions
-- The list of effects never ends.
rule "attack" {
  authority = "none", after = "*.approve",
  effects = function(r, e)
    while true do end
  end,
}
