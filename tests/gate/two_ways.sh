#!/bin/bash
# One record, read in every way there is: with its index, without, with one that is damaged, from a clone with a work tree and a bare one.
# The answers are the same, and so are the rulings.
. "$(dirname "$0")/lib.sh"
home=$work/home
story_home "$home"

questions() { # WHERE: many questions; the answers on standard output
	local where=$1 doc
	ask() {
		echo "## $*"
		"$program" -C "$where" --json "$@" 2>&1
		echo "exit $?"
	}
	for kind in $kinds; do
		ask list "$kind"
	done
	ask decisions --group strategy-board
	ask decisions --as-at 2005-10-31
	ask list decision --known-at 2005-10-13
	ask list paper --as-at 2005-09-25
	ask list paper --state published
	ask actions --overdue --on 2005-12-23
	ask reports
	ask irregularities
	ask groups
	ask group strategy-board
	ask people
	ask meetings strategy-board
	ask search "joint teams"
	for doc in CTB-2005-P001 CTB-2005-M001 CTB-2005-M001-agenda CTB-2005-M001-minutes CTB-2005-D004 CTB-2005-A001 strategy-board; do
		ask show $doc
		ask history $doc
		ask why $doc
		ask next $doc --on 2005-12-23
	done
	ask show CTB-2005-P001 --as-at 2005-09-20
	ask show CTB-2005-D999
	ask diff CTB-2005-P001
}
kinds="paper agenda minutes meeting decision action report group person terms-of-reference organisation interest"

# What a copy says of itself (that it is one) is no answer to a question, and stands on no line of an answer.
questions "$home" >"$work/with-index"
[ "$(grep -c '^exit 0$' "$work/with-index")" -gt 35 ] || fail "the questions are not answered: $(grep -B2 -m3 '^exit [1-9]' "$work/with-index")"
grep -q '"CTB-2005-D001"' "$work/with-index" || fail "no decision in the answers"

same() { # HOW WHERE
	questions "$2" >"$work/answers"
	diff "$work/with-index" "$work/answers" >"$work/diff" || fail "$1: other answers: $(head -c 1500 "$work/diff")"
	echo "$1: the same $(grep -c '^##' "$work/answers") answers"
}

rm -f "$home"/index.sqlite*
same "index deleted" "$home"
[ -e "$home/index.sqlite" ] || fail "the index was not made again"
head -c 5000 /dev/urandom >"$home/index.sqlite"
rm -f "$home"/index.sqlite-*
same "index damaged" "$home"
if [ "$length" = long ]; then
	truncate -s 8192 "$home/index.sqlite"
	same "index cut short" "$home"
	: >"$home/index.sqlite"
	same "index empty" "$home"
fi
sound "$home"

git clone -q "$home/record.git" "$work/clone" 2>"$work/said" || fail "clone: $(cat "$work/said")"
git clone -q --bare "$home/record.git" "$work/bare.git" 2>"$work/said" || fail "clone: $(cat "$work/said")"
# Refused attempts are no part of the record and stay at its home: `why` shows them there beside the rulings, and only there.
grep -q '"done":false' "$work/with-index" || fail "no attempt is shown at the home"
grep -v '"done":false' "$work/with-index" >"$work/without-attempts"
mv "$work/without-attempts" "$work/with-index"
same "a clone with a work tree" "$work/clone"
same "a bare clone" "$work/bare.git"
[ -z "$(git -C "$work/clone" status --porcelain)" ] || fail "reading a clone left something in it: $(git -C "$work/clone" status --porcelain)"
git -C "$work/clone" config remote.origin.url gone # nothing is asked of the home
must "$work/clone" verify
must "$work/bare.git" verify
git_in "$home" gc -q || fail "git gc"
must "$home" verify
git_in "$home" clone -q --bare . "$work/packed.git" 2>"$work/said" || fail "clone: $(cat "$work/said")"
[ "$length" = short ] || same "a clone of what git gc has packed" "$work/packed.git"

# ---- rulings: what the record would say to a move, by the index and by the trees

tries="approve CTB-2005-P001
publish CTB-2005-P002
withdraw CTB-2005-P001
publish CTB-2005-M003-agenda
approve CTB-2005-M001-minutes
approve CTB-2005-M003-minutes
complete CTB-2005-A001
extend CTB-2005-A002
rescind CTB-2005-D001
ratify CTB-2005-D008"
rulings_at() {
	while read -r move doc; do
		echo "## $move $doc"
		"$program" -C "$1" --json --on 2005-12-23 try "$move" "$doc" 2>&1
		echo "exit $?"
	done <<<"$tries"
}
rulings_at "$home" >"$work/rulings"
grep -q '^exit [04]$' "$work/rulings" || fail "no ruling: $(cat "$work/rulings")"
rulings_at "$work/clone" | diff "$work/rulings" - >"$work/diff" || fail "another ruling in a clone: $(head -c 1500 "$work/diff")"
# Every move open to any document, and more, in one process over either view.
"$tools/gate_views" "$home" || fail "index and trees do not give the same rulings"
