-- expect: load-error
-- says: instructions
-- A numeric loop that would take centuries.
for i = 1, math.maxinteger do end
