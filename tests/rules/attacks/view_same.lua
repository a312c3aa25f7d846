-- expect: ok
-- Two views of one document are equal, two lists walk alike.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local a, b = docs.get(r.id), docs.get(r.id)
    return a ~= nil and a == b
  end } },
}
