-- expect: broken
-- A text of thirty thousand words, again and again.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local s = ("a "):rep(30000)
    for i = 1, 1000000000 do local t = text.words(s) end
  end } },
}
