-- expect: broken
-- each: contains() contains(nil,"x") contains({},"x") contains("x",{}) starts(r,"x") ends("x",r) trim(nil) trim({}) words(nil) length(nil) length(1,2,{}).x lower(nil) join("x","y") join(nil) join({{}},",") join({1,nil,3,{}},",")
-- Helpers given what they do not expect.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    return text.@ == 1
  end } },
}
