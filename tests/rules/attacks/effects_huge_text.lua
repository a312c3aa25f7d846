-- expect: broken
-- An effect with a book in it.
rule "attack" {
  authority = "none", after = "*.approve",
  effects = function(r, e)
    return { remind { who = "chair", on = e.today, about = ("x"):rep(60000) } }
  end,
}
