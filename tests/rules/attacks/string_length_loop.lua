-- expect: broken
-- text.length of a long text, again and again.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local s = ("é"):rep(30000)
    for i = 1, 1000000000 do local n = text.length(s) end
  end } },
}
