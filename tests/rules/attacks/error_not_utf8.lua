-- expect: broken
-- An error text that is no text.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    error("\xff\xfe\x80", 0)
  end } },
}
