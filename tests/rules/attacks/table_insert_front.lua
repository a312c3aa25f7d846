-- expect: broken
-- Each insertion at the front moves all the rest.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = {}
    for i = 1, 300000 do table.insert(t, 1, i) end
  end } },
}
