-- expect: broken
-- A list that grows while it is walked.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local t = { 1 }
    for i in ipairs(t) do t[i + 1] = i end
  end } },
}
