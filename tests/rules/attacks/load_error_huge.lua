-- expect: load-error
-- An error text of sixty thousand characters.
error(("x"):rep(60000), 0)
