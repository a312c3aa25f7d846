-- expect: contained
-- each: {} 1 0/0 1/0 r e.today print function()end true {{{}}}
-- What would help is no text.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return false, @
  end } },
}
