-- expect: load-error
-- as: rules/std/50-attack.lua
-- each: requirement() requirement(1) requirement{} requirement"odd"(1) requirement"odd"({}) requirement"odd"()
-- Requirements that are none.
@
