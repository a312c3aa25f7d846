-- expect: load-error
-- Methods of strings go through a table too.
("").upper = function() return "POISON" end
