-- expect: load-error
-- A rule whose name would be two lines of a ruling.
rule "attack\naccepted" { authority = "none", before = "*.approve", requires = { has "title" } }
