-- expect: contained
-- Calendar days over many years, each of them listed.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local n, list = cal.clear_days(cal.add(e.today, days(-700000)), e.today, "calendar")
    return true
  end } },
}
