-- expect: broken
-- each: ..s..s..s..s..s..s..s..s..s..s..s..s..s..s..s..s..s..s..s..s..s..s..s..
-- Two hundred long strings at once.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local s = ("x"):rep(60000)
    local t = s @ s
    return t == s
  end } },
}
