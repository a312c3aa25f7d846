-- expect: broken
-- An effect told to a hundred thousand people.
rule "attack" {
  authority = "none", after = "*.approve",
  effects = function(r, e)
    local w = {}
    for i = 1, 100000 do w[i] = "chair" end
    return { remind { who = w, on = e.today, about = "x" } }
  end,
}
