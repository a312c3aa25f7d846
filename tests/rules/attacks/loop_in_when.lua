-- expect: broken
-- says: instructions
-- The question whether a rule applies never ends.
rule "attack" {
  authority = "none", before = "*.approve",
  when = function(r, e)
    while true do end
  end,
  requires = { has "title" },
}
