-- expect: contained
-- Clear days over nine thousand years.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local a, b = cal.add(e.today, days(-700000)), cal.add(e.today, days(2900000))
    local n = cal.clear_days(a, b)
    return n == nil or n >= 0
  end } },
}
