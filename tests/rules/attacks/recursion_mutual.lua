-- expect: broken
-- Two that call each other.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local a, b
    a = function(n) return 1 + b(n) end
    b = function(n) return 1 + a(n) end
    return a(1) == 2
  end } },
}
