-- expect: load-error
-- says: instructions
-- An endless loop while the file is being declared.
while true do end
