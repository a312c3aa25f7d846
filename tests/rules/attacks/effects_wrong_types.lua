-- expect: broken
-- each: remind{} remind{who=1,on=e.today,about="x"} remind{who={{}},on=e.today,about="x"} remind{who="chair",on=e.today,about={}} remind{who="chair",on=e.today,about=0/0} remind{who="nobody-at-all",on=e.today,about="x"} create_action{} create_action{title="x",owner="chair",due=0/0} escalate{} escalate{to=1,about="x"} ask{} ask{from=1,to_do="x"} ask{from="chair",to_do={}} report{} report{to=1} report{to="parent",line={},purpose="x"} report{to="parent",subject=1,purpose="x"} advance{} advance{1,move="x"} advance{{},move="x"} advance{r} advance{r,move={}} cure{} cure{1,rule="x"} cure{r} cure{r,rule={}}
-- Effects with values of the wrong type.
rule "attack" {
  authority = "none", after = "*.approve",
  effects = function(r, e)
    return { @ }
  end,
}
