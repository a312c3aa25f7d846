-- expect: broken
-- Fields asked for by names of sixty thousand letters, again and again.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local s = ("x"):rep(60000)
    local function f(row) for i = 1, 1000000000 do local x = row[s] end end
    f(r.signoffs[1])
  end } },
}
