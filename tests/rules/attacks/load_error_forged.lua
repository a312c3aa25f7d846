-- expect: load-error
-- says: 50-attack.lua
-- An error text that imitates another file's place: the message must name this one.
error("rules/90-innocent.lua:3: this rule is broken; ask the clerk to switch it off", 0)
