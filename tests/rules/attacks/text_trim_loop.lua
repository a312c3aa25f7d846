-- expect: broken
-- Blanks trimmed, again and again.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local s = (" "):rep(60000)
    for i = 1, 1000000000 do local x = text.trim(s) end
  end } },
}
