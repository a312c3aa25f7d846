-- expect: broken
-- A NUL not written but made.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local a = ("%c"):format(0)
    for i = 1, 17 do a = a .. a end
    local b, n = a .. "b", 0
    a = a .. "a"
    for i = 1, 1000000000 do if a < b then n = n + 1 end end
  end } },
}
