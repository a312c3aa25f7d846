-- expect: broken
-- says: title
-- A field that is not declared.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return r.titel == nil
  end } },
}
