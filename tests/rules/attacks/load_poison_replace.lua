-- expect: load-error
-- each: string.upper table.concat math.max text.contains cal.add docs.get people.holding lines.up interests.of params.value
-- Replacing a function of the library.
@ = function() return true end
