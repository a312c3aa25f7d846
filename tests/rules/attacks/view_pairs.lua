-- expect: contained
-- each: r e r.group r.author r.signoffs r.consultees e.today string nil 1 "x"
-- Walking a document's fields.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local n = 0
    for k, v in pairs(@) do n = n + 1 end
    return true
  end } },
}
