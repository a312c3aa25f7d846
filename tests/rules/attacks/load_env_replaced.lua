-- expect: load-error
-- A new environment has none of the words.
local _ENV = {}
rule "attack" { authority = "none" }
