-- expect: broken
-- each: rule"late"{authority="none",before="*.approve",requires={has"title"}} kind"late"{title="Late",plural="late",lives="top",folder="late",fields={}} roles{"late"} params{late={about="x",default=1}} workflow"paper"{states={"a"},moves={}} requirement"late"(function()end)
-- Declaring while judging.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    @
  end } },
}
