-- expect: load-error
-- each: string table math text cal docs people lines interests params
-- Writing into the tables of the library and of the vocabulary.
@.poison = function() end
