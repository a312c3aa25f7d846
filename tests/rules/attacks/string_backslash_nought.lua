-- expect: ok
-- A backslash and a nought are two letters and no NUL.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return #"\\0" == 2 and #"\\x00" == 4
  end } },
}
