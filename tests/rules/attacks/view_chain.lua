-- expect: broken
-- From document to document in a circle.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local d = r
    for i = 1, 1000000000 do d = d.group d = docs.get(r.id) end
  end } },
}
