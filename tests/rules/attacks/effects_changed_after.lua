-- expect: contained
-- An effect changed after it was made.
rule "attack" {
  authority = "none", after = "*.approve",
  effects = function(r, e)
    local x = remind { who = "chair", on = e.today, about = "x" }
    x.kind = "advance" x.move = "approve" x[1] = r
    return { x }
  end,
}
