-- expect: contained
-- What the host runs again, since a document was missing, is counted and the counter put back: what a call that was
-- given up leaves behind does not reach the next one, so the answer is the same however often it is asked.
local n = 0

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    n = n + 1
    local d = docs.get("CTB-2026-P404")
    local turns = n
    n = 0
    return d == nil and turns == 1
  end } },
}
