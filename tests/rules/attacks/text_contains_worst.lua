-- expect: broken
-- The worst case of a plain search, again and again.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local a, b = ("a"):rep(60000), ("a"):rep(30000) .. "b"
    for i = 1, 1000000000 do local x = text.contains(a, b) end
  end } },
}
