-- expect: broken
-- each: clear_days() clear_days(1,2) clear_days(e.today) clear_days(e.today,e.today,"lunar") clear_days(e.today,e.today,{}) is_working_day() is_working_day(1) add() add(1,2) add(nil,days(1)) add(e.today) add(r,days(1))
-- Ends that are no dates.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return cal.@ == 1 and nil + 1
  end } },
}
