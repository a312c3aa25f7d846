-- expect: broken
-- Working days by the hundred thousand, again and again.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    for i = 1, 1000000000 do local d = cal.add(e.today, working_days(600)) end
  end } },
}
