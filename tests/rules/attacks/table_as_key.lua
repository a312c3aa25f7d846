-- expect: broken
-- Keys that have no order of their own must not decide the order of anything.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = { [{}] = 1, [{}] = 2 }
    for k, v in pairs(t) do return true end
  end } },
}
