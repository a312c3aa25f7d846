#!/bin/bash
# What passed no gate is named by `verify`, whoever made it with plain git and however well it is dressed up; and the index, which
# knows nothing of honesty, follows main to wherever it was put and back.
. "$(dirname "$0")/lib.sh"
board=groups/strategy-board
paper=$board/papers/2005/CTB-2005-P001.md
to_board=(--group strategy-board --meeting CTB-2005-M001)

# by_hand HOME MESSAGE_FILE PATH FILE [PATH FILE...]: one commit on main with these files put, as anybody with git can make it.
by_hand() {
	local home=$1 message=$2 tree commit
	shift 2
	export GIT_INDEX_FILE=$work/hand.index
	rm -f "$GIT_INDEX_FILE"
	git_in "$home" read-tree main
	while [ $# -gt 0 ]; do
		git_in "$home" update-index --add --cacheinfo "100644,$(git_in "$home" hash-object -w "$2"),$1"
		shift 2
	done
	tree=$(git_in "$home" write-tree)
	unset GIT_INDEX_FILE
	commit=$(GIT_COMMITTER_DATE=${when:-2005-09-30T12:00:00+01:00} git_in "$home" commit-tree "$tree" -p main -F "$message")
	git_in "$home" update-ref refs/heads/main "$commit"
}

named() { # WORDS HOME WHAT: verify fails and its words hold these (a pattern)
	at "$2" verify
	[ $? = 1 ] || fail "$3: verify did not fail: $(cat "$work/said")"
	grep -Eq -- "$1" "$work/said" || fail "$3: verify does not say '$1': $(cat "$work/said")"
	at "$2" index check || fail "$3: the index does not follow: $(cat "$work/said")"
	cases=$((cases + 1))
}
cases=0

fresh() { # a copy to spoil
	rm -rf "$work/spoilt"
	cp -a "$1" "$work/spoilt"
	home=$work/spoilt
}

edited() { # PATH SED: the file of main, changed, in $work/edited
	git_in "$home" cat-file blob "main:$1" >"$work/plain" || fail "no $1"
	sed -E "$2" "$work/plain" >"$work/edited"
	cmp -s "$work/plain" "$work/edited" && fail "sed '$2' changed nothing in $1"
}

# The message of main's tip as if it were about the next event.
next_message() { # HOME [HOW MANY FURTHER]
	local n
	git_in "$1" log -1 --format=%B main >"$work/message"
	n=$(sed -n 's/^Event: //p' "$work/message")
	sed -i "s/^Event: $n\$/Event: $((n + ${2:-1}))/" "$work/message"
}

base=$work/base
new_home "$base"
must "$base" --as paul-okafor --on 2005-09-19T09:00 file "$papers/report.md" "${to_board[@]}"
sound "$base"
signed=$work/signed
cp -a "$base" "$signed"
must "$signed" --as farah-nazir --on 2005-09-20T09:00 sign CTB-2005-P001 --role "finance lead"
must "$signed" --as leonard-shaw --on 2005-09-20T10:00 sign CTB-2005-P001 --role "legal lead"
approved=$work/approved
cp -a "$signed" "$approved"
must "$approved" --as helen-marsh --on 2005-09-21 move CTB-2005-P001 approve
when=$(git_in "$approved" log -1 --format=%cI main)

# ---- a well-formed ruling that accepts what the rules refuse: the approval, copied to where nobody has signed

fresh "$base"
git_in "$approved" log -1 --format=%B main >"$work/message"
sed -i 's/^Event: 6$/Event: 4/' "$work/message"
edited $paper 's/^state: .*/state: approved/; s/^(title: .*)/\1\napproved: 2005-09-21/'
by_hand "$home" "$work/message" $paper "$work/edited"
named "event 4: the rules refuse what the record shows as accepted" "$home" "an approval without sign-offs"

# ... and with sign-offs written in by the same hand: nobody signed, so they are no part of an approval
fresh "$base"
git_in "$approved" cat-file blob main:$paper >"$work/edited"
by_hand "$home" "$work/message" $paper "$work/edited"
named "event 4: " "$home" "an approval that brings its own sign-offs"

# ---- inputs changed without a ruling, and with the last ruling copied

echo "A small correction" >"$work/plain-message"
inputs=(
	"the text of a paper|$paper|s/bring their front-line staff/do not bring their front-line staff/"
	"a sign-off|$paper|s/by: farah-nazir/by: lucy-tran/"
	"a membership|$board/group.md|s/person: lucy-tran, role: member/person: lucy-tran, role: chair/"
	"a rule|rules/10-papers.lua|s/signed_off \"finance lead\"/signed_off \"chair\"/"
	"a calendar day|calendar/england-and-wales.yaml|s/2005-12-27/2005-12-28/"
	"a person|people/lucy-tran.md|s/Lucy/Lucie/"
	"the enactment|enactments.yaml|s/from: 0001-01-01/from: 2005-01-01/"
)
for input in "${inputs[@]}"; do
	IFS='|' read -r what path change <<<"$input"
	fresh "$signed"
	edited "$path" "$change"
	by_hand "$home" "$work/plain-message" "$path" "$work/edited"
	named "$(main_of "$home" | cut -c1-12) passed no gate" "$home" "$what, without a ruling"
	fresh "$signed"
	next_message "$home"
	by_hand "$home" "$work/message" "$path" "$work/edited"
	named "^event 6: |^[^ ]+: event 6: |event 6" "$home" "$what, under a copied ruling"
	# Put back, the record is as good as it was, and the index is at once.
	git_in "$home" update-ref refs/heads/main main~1
	sound "$home"
done

# ---- well-formed changes of files that no rule looks at, by somebody who may not make them

quiet() { # EVENT PERSON: the message of such a change, into $work/message
	printf '%s\n' "A quiet correction" "" "Event: $1" "On: 2005-09-30" "By: $2" "Entered-By: $2" "Acts: 0" "Rehearsal: yes" \
		"Rules: $(git_in "$signed" rev-parse main:rules)" "Ruling: 1" " accepted" >"$work/message"
}
for input in "${inputs[@]:3:2}" "the posts|partnership.yaml|s/role: finance lead, person: farah-nazir/role: finance lead, person: lucy-tran/"; do
	IFS='|' read -r what path change <<<"$input"
	case $path in rules/*) continue ;; esac # a proposal, which any member may lay down: nothing in force changes
	fresh "$signed"
	edited "$path" "$change"
	quiet 6 lucy-tran
	by_hand "$home" "$work/message" "$path" "$work/edited"
	named "event 6: the rules refuse" "$home" "$what, by a member"
done
fresh "$signed"
quiet 6 nobody-known
by_hand "$home" "$work/message" README.md "$work/edited"
named "event 6: there is no person 'nobody-known'" "$home" "a page by a stranger"

# ---- a true ruling that was entered by somebody who may not, or at a time that had gone by

git_in "$signed" log --skip=1 -1 --format=%B main >"$work/true-message"
git_in "$signed" cat-file blob main~1:$paper >"$work/true-paper"
now=$when
fresh "$base"
sed 's/^Entered-By: .*/Entered-By: lucy-tran/' "$work/true-message" >"$work/message"
when=2005-09-20T09:00:00+01:00 by_hand "$home" "$work/message" $paper "$work/true-paper"
named "event 4: the rules refuse" "$home" "a sign-off typed in by somebody else"
fresh "$base"
when=2005-09-19T08:30:00+01:00 by_hand "$home" "$work/true-message" $paper "$work/true-paper"
named "event 4: .*time does not run backwards" "$home" "a sign-off dated back"
when=$now
fresh "$base"
when=2005-09-20T09:00:00+01:00 by_hand "$home" "$work/true-message" $paper "$work/true-paper"
must "$home" verify # byte for byte what the gate made: nothing is there to find

# ---- a gap, a double, a missing ruling

fresh "$signed"
next_message "$home" 3
edited $paper 's/leonard-shaw/leonard-shaw/; s/^## Reasons/## The reasons/'
by_hand "$home" "$work/message" $paper "$work/edited"
named "event 8 follows event 5" "$home" "a gap in the event numbers"
fresh "$signed"
next_message "$home" 0
by_hand "$home" "$work/message" $paper "$work/edited"
named "event 5 follows event 5" "$home" "an event number twice"
fresh "$signed"
next_message "$home"
sed -i '/^Ruling: 1$/,$d' "$work/message"
by_hand "$home" "$work/message" $paper "$work/edited"
named "passed no gate: .*Ruling" "$home" "a message without its ruling"

# ---- history written anew: an old text altered, every message kept

fresh "$approved"
git_in "$home" fast-export --no-data main >/dev/null || fail "fast-export"
git_in "$home" fast-export main | python3 -c '
import re, sys
stream, out, at = sys.stdin.buffer.read(), [], 0
old, new = b"five joint teams", b"nine joint teams"
for m in re.finditer(rb"data (\d+)\n", stream):
    if m.start() < at:
        continue
    n = int(m.group(1))
    data = stream[m.end():m.end() + n]
    if b"kind: paper\n" in data:
        data = data.replace(old, new)
    out += [stream[at:m.start()], b"data %d\n" % len(data), data]
    at = m.end() + n
out.append(stream[at:])
sys.stdout.buffer.write(b"".join(out))' >"$work/stream"
git_in "$home" fast-import --force --quiet <"$work/stream" || fail "fast-import"
[ "$(main_of "$home")" != "$(main_of "$approved")" ] || fail "history was not written anew"
[ "$(events "$home")" = "$(events "$approved")" ] || fail "the forger lost an event"
fsck_clean "$home" # git sees nothing wrong
named "event 3|event 4|event 5|event 6" "$home" "history written anew"
git_in "$home" update-ref refs/heads/main "$(main_of "$approved")"
sound "$home"

# ---- the commit message of an old ruling: what was found is changed

fresh "$approved"
git_in "$home" fast-export main | python3 -c '
import re, sys
stream, out, at = sys.stdin.buffer.read(), [], 0
for m in re.finditer(rb"data (\d+)\n", stream):
    if m.start() < at:
        continue
    n = int(m.group(1))
    data = stream[m.end():m.end() + n]
    if b"\nEvent: 6\n" in data:
        data = data.replace(b"\nBy: helen-marsh\n", b"\nBy: anita-verma\n")
    out += [stream[at:m.start()], b"data %d\n" % len(data), data]
    at = m.end() + n
out.append(stream[at:])
sys.stdout.buffer.write(b"".join(out))' >"$work/stream"
git_in "$home" fast-import --force --quiet <"$work/stream" || fail "fast-import"
named "event 6" "$home" "another person named as the one who approved"

# ---- a replacement object deceives git, and nobody here

fresh "$approved"
edited $paper 's/five joint teams/nine joint teams/'
git_in "$home" replace "$(git_in "$home" rev-parse main:$paper)" "$(git_in "$home" hash-object -w "$work/edited")"
git_in "$home" cat-file blob main:$paper | grep -q "nine joint teams" || fail "git was not deceived"
must "$home" show CTB-2005-P001
grep -q "nine joint teams" "$work/said" && fail "a replacement object is shown as the record"
must "$home" verify

# ---- an object spoilt on the disk

fresh "$approved"
object=$(git_in "$home" rev-parse main:$paper)
file=$home/record.git/objects/${object:0:2}/${object:2}
chmod u+w "$file"
printf 'spoilt' | dd of="$file" bs=1 seek=20 conv=notrunc 2>/dev/null
at "$home" verify
[ $? = 1 ] || fail "a spoilt object: verify did not fail: $(cat "$work/said")"
grep -q "$object\|CTB-2005-P001" "$work/said" || fail "a spoilt object is not named: $(cat "$work/said")"
echo "$((cases + 1)) forgeries, each named"
