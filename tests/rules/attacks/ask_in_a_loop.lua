-- expect: broken
-- each: docs.of("paper") docs.get("CTB-2026-P001") docs.of("paper",{field="title",value="A"}) people.holding("chair",r.group) people.members(r.group) people.name("cleo-marsh") lines.up(r.group) lines.of(r.group) lines.dotted(r.group) interests.of("cleo-marsh",r) params.value("quorum",r)
-- The same question again and again.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    for i = 1, 1000000000 do local d = @ end
  end } },
}
