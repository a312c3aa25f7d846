-- expect: load-error
-- A rule whose name is a book.
rule (("attack "):rep(8000)) { authority = "none", before = "*.approve", requires = { has "title" } }
