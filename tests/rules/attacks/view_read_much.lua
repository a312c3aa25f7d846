-- expect: broken
-- Reading fields is work as well.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local n = 0
    for i = 1, 1000000000 do n = n + #r.signoffs + #r.title + #r.headings end
  end } },
}
