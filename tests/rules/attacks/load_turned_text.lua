-- expect: check-error
-- says: U+202E
-- Text that people read in another order than Lua does.
-- ‮ } )"eltit" sah { = seriuqer
rule "attack" { authority = "none", before = "*.approve", requires = { has "title" } }
