-- expect: broken
-- each: string table math text cal docs people _ENV
-- By a function that writes.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    table.insert(@, 1)
    return true
  end } },
}
