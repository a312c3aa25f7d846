-- expect: contained
-- What a constructor of requirements gives is shared by nobody.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local h = has "title"
    for k in pairs(h) do h[k] = nil end
    return true
  end } },
}
