-- expect: broken
-- says: memory
-- Doubling a string.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local s = "x"
    while true do s = s .. s end
  end } },
}
