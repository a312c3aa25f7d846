-- expect: broken
-- Nor is this one of an event.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return e.recorded_by == nil
  end } },
}
