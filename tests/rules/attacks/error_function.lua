-- expect: broken
-- An error that is a function.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    error(function() while true do end end)
  end } },
}
