-- expect: load-error
-- The same with a library function that writes.
table.insert(string, 1)
