-- expect: broken
-- As many effects as memory holds.
rule "attack" {
  authority = "none", after = "*.approve",
  effects = function(r, e)
    local t, x = {}, remind { who = "chair", on = e.today, about = "x" }
    for i = 1, 20000 do t[i] = x end
    return t
  end,
}
