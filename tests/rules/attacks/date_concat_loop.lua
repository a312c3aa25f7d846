-- expect: broken
-- A date joined to a long text makes a new text each time.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local s = ("x"):rep(60000)
    for i = 1, 1000000000 do local x = s .. e.today end
  end } },
}
