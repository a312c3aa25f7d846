-- expect: load-error
-- each: rule() rule(nil) rule(1) rule{} rule"attack"(nil) rule"attack"(1) rule"attack"("x") kind() kind"x"(nil) workflow"paper"(nil) roles() roles(1) params(1) params{x=1} move() has() check() after() before() days() months({}) param() any_of() remind() advance() cure() ask() report() create_action()
-- Declarations that are none.
@
