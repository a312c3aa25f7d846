-- expect: load-error
-- And with one that moves.
table.sort(math)
