-- expect: broken
-- Writing while walking.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    for i, s in ipairs(r.signoffs) do s.by = "ann-field" end
    return true
  end } },
}
