-- expect: load-error
-- Replacing the word that declares rules.
rule = function() end
