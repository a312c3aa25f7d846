-- expect: broken
-- each: string.upper table.concat math.max text.contains cal.add docs.get ipairs tostring has check
-- Replacing one of its functions.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    @ = function() return true end
    return true
  end } },
}
