-- expect: broken
-- each: param({}) param("quorum")*2 param("quorum")+{} param("quorum")+1/0 param("quorum")..1 param(("x"):rep(1000)) -param("quorum")
-- A parameter with a sum that overflows, or with a name that is none.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return @ == 1 and nil + 1
  end } },
}
