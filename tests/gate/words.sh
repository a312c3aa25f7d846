#!/bin/bash
# An old decision gives the same canonical bytes after many changes of the rules, and to a release that words all it says
# otherwise; and a release in which one canonical word is another does not pass.
. "$(dirname "$0")/lib.sh"
times=12
[ "$length" = long ] && times=1000
mine=$program
story_home "$work/home"
home=$work/home
ids="CTB-2005-D002 CTB-2005-D008 CTB-2005-P001"

ruling_of() { # ID: the stored ruling that the chain leads up to, made again
	"$program" -C "$home" --json prove "$1" 2>"$work/said" | python3 -c 'import json, sys; print(json.load(sys.stdin)["ruling"])'
}
for id in $ids; do
	ruling_of "$id" >"$work/$id.ruling"
	[ "$(grep -c . "$work/$id.ruling")" -gt 5 ] || fail "no ruling behind $id: $(cat "$work/said")"
	must "$home" prove "$id" --envelope "$work/$id.proof"
done

# ---- many changes of the rules: other words everywhere, other lines, and one thing more asked of each decision ------------

must "$home" rules copy "$work/copy"
rules=$(dirname "$(find "$work/copy" -name 30-decisions.lua | head -1)")
for file in "$rules"/*.lua; do
	# what effects say of their purpose is compared by the rules' own tests
	sed -i -e 's/^  about\( *\)= "/  about\1= "Wording ROUND: /' -e 's/otherwise\( *\)= "/otherwise\1= "in wording ROUND: /' "$file"
	sed -i '1i -- Wording ROUND.\n-- It moves every line.' "$file"
done
printf '\nrule "a decision has a title, ROUND" {\n  about = "Shown in every register.", authority = "Terms of reference 9.5",\n%s\n}\n' \
	'  before = "decision.record", requires = { has "title" }, mode = "advise", to = "2030-12-31",' >>"$rules/30-decisions.lua"
grep -q "Wording ROUND: " "$rules/30-decisions.lua" || fail "no words of rules were changed"
"$tools/gate_many_rules" "$home" "$rules" $times 2006-09-01 >"$work/said" 2>&1 || fail "$(tail -20 "$work/said")"
[ "$(git_in "$home" show main:enactments.yaml | grep -c "rules:")" -gt $times ] || fail "not $times times"

same_as_ever() { # WHO
	for id in $ids; do
		ruling_of "$id" | cmp -s - "$work/$id.ruling" || fail "$1: the ruling of $id is another: $(cat "$work/said")"
		must "$home" prove "$id"
	done
}
same_as_ever "after $times changes of the rules"
for id in $ids; do
	must "$home" prove "$id" --envelope "$work/later.proof"
	cmp -s "$work/later.proof" "$work/$id.proof" || fail "the envelope of $id is another after $times changes of the rules"
done

# ---- a release that words things otherwise -------------------------------------------------------------------------------

day=2011-03-01
at "$home" --on ${day}T09:00 try approve CTB-2005-P001 --as helen-marsh
cp "$work/said" "$work/mine"
program=$tools/gate_other_words
at "$home" --on ${day}T09:00 try approve CTB-2005-P001 --as helen-marsh
cmp -s "$work/said" "$work/mine" && fail "the other release has the same words: nothing is tried"
same_as_ever "a release with other words"
for id in $ids; do
	must "$home" check-proof "$work/$id.proof"
done
# What one release records, the other proves.
must "$home" --on ${day}T10:00 meeting new strategy-board 2011-06-01 --time 14:00
git_in "$home" log -1 --format=%B main >"$work/message"
grep -q "condition.* held\." "$work/message" || fail "the message has the usual words: $(cat "$work/message")"
program=$mine
must "$home" prove CTB-2011-M001
[ "$length" = long ] || must "$home" rules replay --self

# ---- and one that broke the promise --------------------------------------------------------------------------------------

program=$tools/gate_other_canon
for id in $ids; do
	at "$home" prove "$id" && fail "another canonical word was not seen: $(cat "$work/said")"
	grep -q "satisfied" "$work/said" || fail "it is not said what differs: $(cat "$work/said")"
done
echo "$times changes of the rules, a release with other words: the same bytes"
