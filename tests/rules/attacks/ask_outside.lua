-- expect: ok
-- each: /etc/passwd ../../../../etc/passwd people/../partnership.yaml rules/90-innocent.lua people//cleo-marsh.md . / \xff
-- Files that are no documents of the record.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return docs.get("@") == nil
  end } },
}
