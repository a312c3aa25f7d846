-- expect: broken
-- Three hundred, each with its own key.
rule "attack" {
  authority = "none", after = "*.approve",
  effects = function(r, e)
    local t = {}
    for i = 1, 300 do t[i] = create_action { title = "x", owner = "chair", due = e.today, key = "k" .. i } end
    return t
  end,
}
