-- expect: contained
-- each: has(nil) has{} check{} check{1} check{"x"} check{"x",1} any_of{} any_of{1} any_of{has} signed_off() signed_off{} clear_days{} clear_days{1} clear_days{"x",before=1} at_most{} at_most{1,1} one_of{} one_of{"title"} not_by{} quorate{} quorate{1} no_interest{} has_heading{} has_heading(1)
-- Requirements that say nothing, within a rule.
rule "attack" { authority = "none", before = "*.approve", requires = { @ } }
