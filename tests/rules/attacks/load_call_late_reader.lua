-- expect: load-error
-- each: docs.get("CTB-2026-P001") docs.of("paper") people.holding("chair") people.name("cleo-marsh") lines.up("ctb") params.value("quorum")
-- While declaring there is no record to ask.
local x = @
