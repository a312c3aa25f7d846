#!/usr/bin/env bash
# rules test --from: what really happened becomes a test. Those of every event of the story hold under the rules it was judged by,
# and fail, naming the rule, under rules that would have judged it differently.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
top=$(cd "$(dirname "$0")/../.." && pwd)

"$MINUTEBOOK" --on 2005-09-01 init "$home" --rehearsal >/dev/null 2>&1 || { echo 'init failed' >&2; exit 1; }
"$top/scripts/story" "$MINUTEBOOK" "$home" >"$work/story.log" 2>&1 || fail "the story: $(tail -n 3 "$work/story.log")"
mark
events=$(git -C "$home/record.git" rev-list --count --first-parent main)
[ "$events" -gt 40 ] || fail "only $events events"

written=0
for ((i = 2; i <= events; i++)); do
	want 0 rules test --from "$i"
	written=$((written + $(grep -c '^test ' "$work/out")))
done
[ "$written" -gt 90 ] || fail "only $written tests were written"

# standing beside the rules, they are tests like any other, and one world does not disturb the other
want 0 rules copy "$work/rules"
want 0 rules test --rules "$work/rules"
plain=$(sed -n 's/^\([0-9]*\) passed.*/\1/p' <<<"$out")
want 0 rules test --from 18
cp "$work/out" "$work/rules/tests/event_18_test.lua"
more=$(grep -c '^test ' "$work/out")
want 0 rules check --rules "$work/rules"
want 0 rules test --rules "$work/rules"
[ "$(sed -n 's/^\([0-9]*\) passed.*/\1/p' <<<"$out")" = $((plain + more)) ] || fail "the tests written from event 18 did not run"

# a rule that would have judged otherwise is found by it
publish=$("$MINUTEBOOK" -C "$home" --json history CTB-2005-M001-agenda 2>/dev/null |
	python3 -c 'import json, sys; print([e["event"] for e in (json.loads(l) for l in sys.stdin) if "published" in e["headline"]][0])')
cat >"$work/rules/85-ours.lua" <<'LUA'
rule "no agenda goes out without a word from the chair" {
  authority = "Terms of reference 7.9",
  before    = "agenda.publish",
  requires  = { signed_off "chair" },
}
LUA
want 6 rules test --from "$publish" --rules "$work/rules"
says 'expected to be allowed'
says 'no agenda goes out without a word from the chair'
says 'would have judged it differently: 1 of '
want 0 rules test --from "$publish"

# an event by a number it does not have, and events of which no test can tell
for bad in 0 -3 x 2005-10-01 ''; do want 2 rules test --from "$bad"; done
want 3 rules test --from 100000
says 'there is no event 100000'
want 6 rules test --from 1
says 'founded the record'

unchanged 'rules test --from'
finish
