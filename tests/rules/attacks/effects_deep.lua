-- expect: broken
-- A million lists deep.
rule "attack" {
  authority = "none", after = "*.approve",
  effects = function(r, e)
    local t = {}
    for i = 1, 50000 do t = { t } end
    return t
  end,
}
