-- expect: broken
-- A method of all strings.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    (""). upper = function() return "POISON" end
    return true
  end } },
}
