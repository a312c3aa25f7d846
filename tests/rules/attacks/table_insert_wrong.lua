-- expect: broken
-- each: insert() insert(nil,1) insert({}) insert({},1,2,3) insert("x",1) insert({},"x",1) insert(r,1) remove() remove(nil) remove({},"x") remove(r) concat() concat(nil) concat({},{}) concat(r) unpack() unpack(nil) unpack(r) sort() sort(nil) sort({},1) sort(r)
-- Wrong arguments.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    table.@
    return true
  end } },
}
