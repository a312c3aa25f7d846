-- expect: broken
-- each: 1 "x" true r function()end e.today 0/0
-- No list at all.
rule "attack" {
  authority = "none", after = "*.approve",
  effects = function(r, e)
    return @
  end,
}
