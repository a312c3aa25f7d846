-- expect: contained
-- What would help is a book.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return false, ("x"):rep(60000)
  end } },
}
