-- expect: broken
-- The same again: the limit of a loop may be a text.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local s = (" "):rep(60000) .. "0"
    for i = 1, 1000000000 do for k = 1, s do end end
  end } },
}
