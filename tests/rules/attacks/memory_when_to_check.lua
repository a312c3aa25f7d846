-- expect: broken
-- A rule's question hands a word to its requirement.
local said
rule "attack" {
  authority = "none", before = "*.approve",
  when = function() said = true return true end,
  requires = { check { "hears", function() return said end } },
}
