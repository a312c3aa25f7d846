-- expect: contained
-- each: days(1000000000) days(-1000000000) days(math.maxinteger) days(math.mininteger) working_days(1000000000) working_days(-1000000000) working_days(math.maxinteger) months(1000000000) months(math.maxinteger) months(math.mininteger) months(-100000) months(2^60) days(3000000) days(-740000)
-- Spans past all dates.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return cal.add(e.today, @) == nil
  end } },
}
