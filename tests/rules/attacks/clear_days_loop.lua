-- expect: broken
-- A year's clear days, again and again.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local a = cal.add(e.today, days(-300))
    for i = 1, 1000000000 do local n, list = cal.clear_days(a, e.today, "working") end
  end } },
}
