#!/bin/bash
# Proof: the chain behind every document of the story; an envelope that plain git takes, that is the same after years of later changes
# and other rules, and that nobody alters unseen; and each input changed in the record, named by `prove`.
. "$(dirname "$0")/lib.sh"
board=groups/strategy-board
story_home "$work/home"
home=$work/home

ruling_of() { # ID: the stored ruling that the chain leads up to
	"$program" -C "$home" --json prove "$1" 2>/dev/null | python3 -c 'import json, sys; print(json.load(sys.stdin)["ruling"])'
}

# ---- the chain

must "$home" prove CTB-2005-D002
for step in "paper CTB-2005-P001" "sign-off CTB-2005-P001: as finance lead" "sign-off CTB-2005-P001: as legal lead" "approval CTB-2005-P001" \
	"publication CTB-2005-P001" "notice CTB-2005-M001-agenda: .*2005-10-04 2005-10-05 2005-10-06 2005-10-07 2005-10-10" \
	"attendance CTB-2005-M001" "quorum CTB-2005-M001: satisfied.*needed 4, from terms of reference" "membership strategy-board" \
	"interests CTB-2005-M001" "terms of reference CTB-terms-of-reference: .*quorum 4" "ruling CTB-2005-D002: .*byte for byte" \
	"rules .*entry 1" "minutes CTB-2005-M001-minutes: approved" "ratification EXE-2005-D001" "report EXE-2005-R002: .*considered by decision EXE-2005-D001"; do
	grep -Eq "^  ok +$step" "$work/said" || fail "the chain of CTB-2005-D002 lacks '$step': $(cat "$work/said")"
done
must "$home" prove CTB-2005-D006
grep -q "declared in the item: martin-quill" "$work/said" || fail "no interest behind CTB-2005-D006: $(cat "$work/said")"
must "$home" prove CTB-2005-D008
grep -q "irregularity CTB-2005-D008: .*cured on" "$work/said" || fail "no cure of CTB-2005-D008: $(cat "$work/said")"
grep -q "ratification CTB-2005-D011" "$work/said" || fail "no ratification of CTB-2005-D008: $(cat "$work/said")"
for id in CTB-2005-P001 CTB-2005-M001 CTB-2005-M001-minutes CTB-2005-A001 EXE-2005-R001 EXE-2005-D001 strategy-board helen-marsh; do
	must "$home" prove $id
done
says 3 "CTB-2005-D099" "$home" prove CTB-2005-D099
says 2 "not the number of an event" "$home" prove CTB-2005-D002 soon --envelope "$work/x"
says 3 "did not touch" "$home" prove CTB-2005-D002 2 --envelope "$work/x"

# ---- the envelope, small and complete

for id in CTB-2005-D002 CTB-2005-D008 CTB-2005-P001; do
	must "$home" prove $id --envelope "$work/$id.proof"
	must "$home" prove $id --envelope "$work/$id.whole" --complete
	must "$home" prove $id --envelope "$work/again.proof"
	cmp -s "$work/$id.proof" "$work/again.proof" || fail "the envelope of $id is another each time"
	echo "$id: $(stat -c %s "$work/$id.proof") bytes, complete $(stat -c %s "$work/$id.whole")"
	[ "$(stat -c %s "$work/$id.proof")" -lt 200000 ] || fail "the envelope of $id is no small file"
	for file in "$work/$id.proof" "$work/$id.whole"; do
		(cd / && env -i PATH="$PATH" "$program" check-proof "$file") >"$work/said" 2>&1 || fail "check-proof: $(cat "$work/said")"
		grep -q "same, byte for byte" "$work/said" || fail "check-proof does not say so: $(cat "$work/said")"
		grep -q "$(sed -n 's/^Commit: //p' "$file" | head -1)" "$work/said" || fail "check-proof does not name the commit"
	done
	grep -q "not enclosed" "$work/said" && fail "the complete envelope leaves something on trust: $(cat "$work/said")"
done
(cd / && "$program" check-proof - <"$work/CTB-2005-D008.proof") >"$work/said" 2>&1 || fail "check-proof -: $(cat "$work/said")"
grep -q "whose texts are not enclosed" "$work/said" || fail "what is on trust is not said: $(cat "$work/said")"

# The steps that the page gives, word for word, with git alone.
for id in CTB-2005-D002 CTB-2005-D008 CTB-2005-P001; do
	rm -rf "$work/git" && mkdir "$work/git"
	sed -n '/^== for the program ==$/q;s/^      \(tail\|git\) /\1 /p' "$work/$id.proof" | sed "s|FILE|$work/$id.proof|" >"$work/steps"
	[ "$(grep -c . "$work/steps")" -ge 10 ] || fail "the page has too few steps: $(cat "$work/steps")"
	(cd "$work/git" && sh -e "$work/steps") >"$work/said" 2>&1 || fail "plain git does not take it: $(tail -5 "$work/said")"
	grep -q "Ruling: 1" "$work/said" || fail "git show does not show the ruling: $(head -40 "$work/said")"
	grep -Eq "^(error|warning|missing|dangling|broken)" "$work/said" && fail "git fsck: $(cat "$work/said")"
done

# ---- spoilt and forged

"$tools/gate_proof_flips" "$work/CTB-2005-D008.proof" "$length" || fail "a spoilt envelope passed"
for id in CTB-2005-D008 CTB-2005-P001; do
	python3 "$top/tests/gate/forge_proof.py" "$program" "$work/$id.whole" "$work" || fail "a forged envelope of $id passed"
done

# ---- each input changed in the record is named

by_hand() { # HOME MESSAGE_FILE PATH FILE: one commit on main, as anybody with git can make it
	export GIT_INDEX_FILE=$work/hand.index
	rm -f "$GIT_INDEX_FILE"
	git_in "$1" read-tree main
	git_in "$1" update-index --add --cacheinfo "100644,$(git_in "$1" hash-object -w "$4"),$3"
	tree=$(git_in "$1" write-tree)
	unset GIT_INDEX_FILE
	commit=$(GIT_COMMITTER_DATE="$(git_in "$1" log -1 --format=%cI main)" git_in "$1" commit-tree "$tree" -p main -F "$2")
	git_in "$1" update-ref refs/heads/main "$commit"
}
echo "A small correction" >"$work/plain"
git_in "$home" log -1 --format=%B main >"$work/copied"
n=$(sed -n 's/^Event: //p' "$work/copied")
sed -i "s/^Event: $n\$/Event: $((n + 1))/" "$work/copied"
while IFS='|' read -r words path change; do
	for message in plain copied; do
		rm -rf "$work/spoilt"
		cp -a "$home" "$work/spoilt"
		git_in "$home" cat-file blob "main:$path" >"$work/before" || fail "no $path"
		sed -E "$change" "$work/before" >"$work/edited"
		cmp -s "$work/before" "$work/edited" && fail "sed '$change' changed nothing in $path"
		by_hand "$work/spoilt" "$work/$message" "$path" "$work/edited"
		at "$work/spoilt" prove CTB-2005-D002
		[ $? = 1 ] || fail "$path changed ($message): prove does not see it: $(cat "$work/said")"
		grep -Eq "^  differs +$words" "$work/said" || fail "$path changed ($message): prove does not say '$words': $(cat "$work/said")"
	done
done <<E2
paper CTB-2005-P001|$board/papers/2005/CTB-2005-P001.md|s/bring their front-line staff/do not bring their front-line staff/
paper CTB-2005-P001|$board/papers/2005/CTB-2005-P001.md|s/by: farah-nazir/by: lucy-tran/
membership strategy-board|$board/group.md|s/person: lucy-tran, role: member/person: lucy-tran, role: chair/
terms of reference CTB-terms-of-reference|$board/terms-of-reference.md|s/quorum: 4/quorum: 3/
attendance CTB-2005-M001|$board/meetings/2005/CTB-2005-M001/meeting.md|s/as: present, name: Lucy/as: absent, name: Lucy/
notice CTB-2005-M001-agenda|$board/meetings/2005/CTB-2005-M001/agenda.md|s/published: 2005-10-03/published: 2005-09-03/
minutes CTB-2005-M001-minutes|$board/meetings/2005/CTB-2005-M001/minutes.md|s/five joint teams/nine joint teams/
rules rules/10-papers.lua|rules/10-papers.lua|s/signed_off "finance lead"/signed_off "chair"/
calendar calendar/england-and-wales.yaml|calendar/england-and-wales.yaml|s/2005-12-27/2005-12-28/
rules enactments.yaml|enactments.yaml|s/from: 0001-01-01/from: 2005-01-01/
roles partnership.yaml|partnership.yaml|s/person: farah-nazir/person: lucy-tran/
person people/beth-corrigan.md|people/beth-corrigan.md|s/Beth/Betty/
report EXE-2005-R002|groups/council-executive/reports/2005/EXE-2005-R002.md|s/to-note|for ratification/to note/
ruling CTB-2005-D002|$board/decisions/2005/CTB-2005-D002.md|s/five joint teams/nine joint teams/
E2

# ---- years later

ruling_of CTB-2005-D002 >"$work/ruling"
[ "$(grep -c . "$work/ruling")" -gt 20 ] || fail "no ruling behind CTB-2005-D002"
for i in $(seq 1 25); do
	day=$(date -d "2006-01-03 +$((i * 7)) days" +%F)
	must "$home" --on "${day}T09:00" meeting new strategy-board "$(date -d "$day +60 days" +%F)" --time 14:00
	printf '# Later paper %d\n\n**For Decision**\n\n## Summary\n\nLater.\n\n## Recommendations\n\nThe Board is asked to agree:\n\n1. That paper %d be kept.\n' \
		"$i" "$i" >"$work/later.md"
	must "$home" --as paul-okafor --on "${day}T10:00" file "$work/later.md" --group strategy-board --as-kind paper
done
git_in "$home" log --format=%s main | grep -c . >"$work/events"
rm -rf "$work/rules"
must "$home" rules copy "$work/rules"
rules=$(find "$work/rules" -name 30-decisions.lua | head -1)
# Every line of the file moves, and each decision is asked one thing more: had it been in force, the old rulings were others.
{
	echo "-- Amended in 2006."
	cat "$rules"
	printf '\nrule "a decision has a title" {\n  about = "Shown in every register.", authority = "Terms of reference 9.5",\n'
	printf '  before = "decision.record", requires = { has "title" }, mode = "advise", to = "2030-12-31",\n}\n'
} >"$work/amended"
cp "$work/amended" "$rules"
must "$home" --on 2006-09-01T09:00 rules propose "$(dirname "$rules")" --reason "decisions have titles"
at "$home" --on 2006-09-04T09:00 rules enact || fail "enacting other rules: $(tail -20 "$work/said")"
must "$home" --on 2006-09-05T09:00 meeting new strategy-board 2006-11-01 --time 14:00
must "$home" prove CTB-2005-D002
ruling_of CTB-2005-D002 | cmp -s - "$work/ruling" || fail "the ruling is another after later changes"
for id in CTB-2005-D002 CTB-2005-D008 CTB-2005-P001; do
	must "$home" prove $id --envelope "$work/later.proof"
	cmp -s "$work/later.proof" "$work/$id.proof" || fail "the envelope of $id is another after $(cat "$work/events") events and other rules"
done
# What the new rules judged is proved by the new rules, and by the change that brought them in.
must "$home" prove CTB-2006-M026
grep -Eq "^  ok +rules .*entry 2 of enactments.yaml: .*\(event $(($(cat "$work/events") + 2))\)" "$work/said" || fail "entry 2 is not named: $(cat "$work/said")"
must "$home" prove CTB-2006-M026 --envelope "$work/new.proof"
"$program" check-proof "$work/new.proof" >"$work/said" 2>&1 || fail "check-proof under other rules: $(cat "$work/said")"

# Whoever holds a copy of the record can prove as well.
git clone --quiet --bare "$home/record.git" "$work/copy.git" || fail "git clone"
must "$work/copy.git" prove CTB-2005-D002
must "$work/copy.git" prove CTB-2005-D002 --envelope "$work/copy.proof"
cmp -s "$work/copy.proof" "$work/CTB-2005-D002.proof" || fail "the envelope of a copy is another"
echo "the chain, the envelope, its forgeries and $(cat "$work/events") events later: proved"
