-- expect: load-error
-- An error that is nothing.
error(nil)
