-- expect: contained
-- All the work first, then questions one by one: each makes the host begin again, and the work is done again.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local n = 0
    for i = 1, 320000 do n = n + 1 end
    for i = 1, 195 do local d = docs.get("CTB-2026-P" .. (100 + i)) end
    return n > 0
  end } },
}
