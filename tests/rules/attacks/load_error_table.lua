-- expect: load-error
-- An error that is no text.
error({ code = 1 })
