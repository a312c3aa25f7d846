-- expect: broken
-- A list joined with itself.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local s = "x"
    for i = 1, 60 do s = table.concat({ s, s, s, s }) end
  end } },
}
