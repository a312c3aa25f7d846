-- expect: load-error
-- each: examine(1) requirement"odd"(function()end)
-- The words of the standard are not for other files.
@
