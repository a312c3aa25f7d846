-- expect: broken
-- each: days(0/0) days(1/0) days("x") days({}) days(nil) days(1.5) working_days(0/0) working_days({}) months(1/0) months({}) months(0.5) days(2^70) days(r) 1 "days" {} nil has"title"
-- Spans that are none.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return cal.add(e.today, @) ~= nil
  end } },
}
