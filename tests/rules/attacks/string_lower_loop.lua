-- expect: broken
-- A long string lowered again and again.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local s = ("X"):rep(60000)
    for i = 1, 1000000000 do local l = s:lower() end
  end } },
}
