-- expect: broken
-- An error that is a document.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    error(r)
  end } },
}
