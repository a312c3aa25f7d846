-- expect: broken
-- An effect that holds itself.
rule "attack" {
  authority = "none", after = "*.approve",
  effects = function(r, e)
    local x = remind { who = "chair", on = e.today, about = "x" }
    x.also = x
    return { x }
  end,
}
