-- expect: broken
-- Another environment for the events to come.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    _ENV = { ipairs = ipairs }
    return true
  end } },
}
