-- expect: contained
-- each: docs.get(("x"):rep(60000)) docs.get(("../"):rep(5000)) people.name(("x"):rep(60000)) people.holding(("x"):rep(60000)) docs.of("paper",{field="title",value=("x"):rep(60000)}) interests.of(("x"):rep(60000),r)
-- A question of sixty thousand letters.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return @ == nil
  end } },
}
