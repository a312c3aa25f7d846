-- expect: broken
-- A list that holds itself.
rule "attack" {
  authority = "none", after = "*.approve",
  effects = function(r, e)
    local t = {}
    t[1] = t
    return t
  end,
}
