-- expect: load-error
-- The same through _ENV.
_ENV.leaked = 1
