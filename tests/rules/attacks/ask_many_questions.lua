-- expect: broken
-- each: docs.get("CTB-2026-P"..(100+i)) docs.get("x"..i) docs.of("paper",{field="title",value="t"..i}) docs.of("k"..i) people.holding("role"..i,r.group) people.name("p"..i) lines.up("g"..i) interests.of("p"..i,r) params.value("p"..i,r) people.holding("chair",r.group,cal.add(e.today,days(i)))
-- Always another question: each one would make the host look again.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    for i = 1, 1000000000 do local d = @ end
  end } },
}
