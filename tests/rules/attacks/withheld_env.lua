-- expect: broken
-- each: os io debug load getmetatable _G
-- The environment as a table.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return _ENV["@"] ~= nil
  end } },
}
