-- expect: load-error
-- An error that is a function.
error(error)
