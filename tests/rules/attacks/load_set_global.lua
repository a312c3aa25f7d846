-- expect: load-error
-- says: local leaked
-- A global would be seen by every other file.
leaked = 1
