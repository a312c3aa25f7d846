#!/bin/bash
# Four processes file papers into one record at once: nothing is lost, numbers have no gap and no double.
. "$(dirname "$0")/lib.sh"
each=50
[ "$length" = long ] && each=200
home=$work/home
new_home "$home"
before=$(rulings "$home")
pids=()
for w in 1 2 3 4; do
	"$tools/gate_driver" "$home" "writer $w" $each >"$work/told.$w" 2>"$work/error.$w" &
	pids+=($!)
done
for w in 1 2 3 4; do
	wait "${pids[w - 1]}" || fail "writer $w: $(cat "$work/error.$w")"
done

all=$((4 * each))
[ "$(rulings "$home")" = $((before + all)) ] || fail "$(rulings "$home") rulings, where $((before + all)) were expected"
seq $((before + all)) >"$work/numbers"
events "$home" | cmp -s - "$work/numbers" || fail "the event numbers on main are not 1 to $((before + all))"

# What the writers were told is what the record holds.
sort -n "$work"/told.* >"$work/told"
cut -d' ' -f1 "$work/told" | cmp -s - <(seq $((before + 1)) $((before + all))) || fail "events told twice, or not told"
for ((i = 1; i <= all; i++)); do
	printf 'CTB-2005-P%03d\n' $i
done >"$work/ids"
cut -d' ' -f2 "$work/told" | sort | cmp -s - "$work/ids" || fail "ids told twice, or with a gap"
git_in "$home" ls-tree --name-only main groups/strategy-board/papers/2005/ | sed 's,.*/,,; s,\.md$,,' | cmp -s - "$work/ids" ||
	fail "the papers in the record are not those told"
for w in 1 2 3 4; do
	n=$(git_in "$home" grep -l "of writer $w be kept" main -- groups/strategy-board/papers | wc -l)
	[ "$n" = $each ] || fail "writer $w filed $each papers, and the record has $n of them"
done
sound "$home"
echo "$all papers by four writers, none lost"
