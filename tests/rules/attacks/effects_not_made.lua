-- expect: broken
-- each: {kind="remind",who="chair",about="x"} {} 1 "remind" r {{}} has"title" days(1) true
-- A table that only looks like an effect.
rule "attack" {
  authority = "none", after = "*.approve",
  effects = function(r, e)
    return { @ }
  end,
}
