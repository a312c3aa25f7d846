-- expect: broken
-- An error text that would move the cursor of a terminal.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    error("\27[2J\27[1;1H\8\8\8accepted\r\n", 0)
  end } },
}
