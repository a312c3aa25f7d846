-- expect: broken
-- each: docs.get() docs.get({}) docs.get(true) docs.of() docs.of(1,2) docs.of({}) docs.of("paper",1) docs.of("paper",{field={}}) docs.of("nonesuch") docs.of("paper",{field="nonesuch",value="x"}) people.holding() people.holding({}) people.holding("chair",{}) people.holding("chair",r.group,"soon") people.members() people.members(1) people.name() people.name({}) lines.up() lines.up(1) lines.up({}) lines.of(nil) lines.dotted(e) interests.of() interests.of({},r) interests.of("x",1) params.value(1) params.value("nonesuch",r)
-- Questions that are none.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return @ == 1 and nil + 1
  end } },
}
