-- expect: broken
-- A list joined with itself.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = { "x", "y" }
    for i = 1, 60 do local s = text.join(t, " ") t = { s, s } end
  end } },
}
