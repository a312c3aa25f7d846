-- expect: broken
-- each: r+1 #r-1 r.."x" -r r<r r() r.title() r.group+r e.today*2 e.today+e.today e.today<1 r.signoffs+1 r.author..""
-- A document is no number, text or function.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return @
  end } },
}
