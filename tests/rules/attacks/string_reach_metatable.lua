-- expect: ok
-- each: __index __metatable __name
-- What all strings share is no method of theirs.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return ("").@ == nil
  end } },
}
