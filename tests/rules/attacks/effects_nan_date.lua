-- expect: broken
-- A date counted from a number that is none.
rule "attack" {
  authority = "none", after = "*.approve",
  effects = function(r, e)
    return { remind { who = "chair", on = cal.add(e.today, days(0/0)), about = "x" } }
  end,
}
