-- expect: contained
-- each: remind{who="chair",on="soon",about="x"} remind{who="chair",on={},about="x"} create_action{title=1,owner="chair",due=e.today} create_action{title="x",owner={},due=e.today} create_action{title="x",owner="chair",due="2026-02-30"} escalate{to="chair",on=e.today,about="x",also=1} ask{from="chair",to_do="x",within="5"} report{to={},purpose="x"}
-- Effects whose values are nonsense, but of the shape that effects have.
rule "attack" {
  authority = "none", after = "*.approve",
  effects = function(r, e)
    return { @ }
  end,
}
