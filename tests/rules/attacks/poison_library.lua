-- expect: broken
-- each: string table math text cal docs people lines interests params
-- Writing into the library while judging.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    @.poison = true
    return true
  end } },
}
