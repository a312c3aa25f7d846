-- expect: load-error
-- An error text that would move the cursor of a terminal.
error("\27[2J\27[1;1Haccepted\nall is well\r", 0)
