-- expect: broken
-- One rule hands a word to the next.
local said
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "tells", function() said = "yes" return true end } },
}
rule "attack's friend" {
  authority = "none", before = "*.approve",
  requires = { check { "hears", function() return said ~= "yes" end } },
}
