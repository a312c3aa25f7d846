-- expect: broken
-- each: insert(r.signoffs,{}) insert(r,1) remove(r.signoffs) sort(r.consultees) insert(e,1) remove(r.consultees,1) insert(r.headings,"x")
-- Writing through the library.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    table.@
    return true
  end } },
}
