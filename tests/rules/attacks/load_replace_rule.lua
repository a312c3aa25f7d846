-- expect: load-error
-- A second rule of the same name.
rule "a paper has a title" { authority = "none", before = "*.approve", requires = {} }
