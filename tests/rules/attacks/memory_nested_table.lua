-- expect: broken
-- Three tables down.
local deep = { a = { b = {} } }

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    deep.a.b.c = (deep.a.b.c or 0) + 1
    return deep.a.b.c < 2
  end } },
}
