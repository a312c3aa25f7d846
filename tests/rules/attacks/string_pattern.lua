-- expect: broken
-- each: find match gmatch gsub dump pack unpack packsize
-- Patterns are not offered: five ways to hang in C.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return ("x"):@("x")
  end } },
}
