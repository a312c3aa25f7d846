-- expect: load-error
-- each: at_least=0/0 at_most=1/0 at_least="1" at_least={} at_most=2^80
-- Bounds of a parameter that no number can be.
params { attack_limit = { about = "x", default = 1, @ } }
