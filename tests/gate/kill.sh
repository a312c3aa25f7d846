#!/bin/bash
# Processes killed between the first write and the answer: the change is whole or absent, the record sound, the next change lands.
# A failing run is repeated with SEED=<the number printed>.
. "$(dirname "$0")/lib.sh"
wanted=12
[ "$length" = long ] && wanted=160
seed=${SEED:-$(($(date +%s) % 100000))}
echo "SEED=$seed"
RANDOM=$seed
export ASAN_OPTIONS=verify_asan_link_order=0 # the library below comes first in a sanitised build too

# ---- three records, each about to receive a change; all days are set, so that a change gives the same commit whenever it is made

to_board=(--group strategy-board --meeting CTB-2005-M001)
new_home "$work/paper"
cp -a "$work/paper" "$work/minutes"
must "$work/minutes" --as paul-okafor --on 2005-09-19T09:00 file "$papers/report.md" "${to_board[@]}"
cp -a "$work/minutes" "$work/again"
must "$work/again" --on 2005-10-13 file "$papers/minutes-1.md" --meeting CTB-2005-M001

change() { # RECORD HOME: make its change
	case $1 in
	paper) "$program" -C "$2" --as paul-okafor --on 2005-09-19T09:00 file "$papers/report.md" "${to_board[@]}" ;;
	minutes) "$program" -C "$2" --on 2005-10-13 file "$papers/minutes-1.md" --meeting CTB-2005-M001 ;;
	again) "$program" -C "$2" --on 2005-10-14 file "$papers/minutes-1-corrected.md" --meeting CTB-2005-M001 ;;
	esac
}

declare -A old new steps
for r in paper minutes again; do
	cp -a "$work/$r" "$work/done"
	old[$r]=$(main_of "$work/$r")
	DIE_COUNT=$work/count LD_PRELOAD=$tools/libdie_at.so change $r "$work/done" >"$work/said" 2>&1 || fail "$r: $(cat "$work/said")"
	new[$r]=$(main_of "$work/done")
	steps[$r]=$(cat "$work/count")
	[ "${new[$r]}" != "${old[$r]}" ] || fail "$r: nothing landed"
	[ "${steps[$r]}" -gt 20 ] || fail "$r: only ${steps[$r]} steps were counted"
	sound "$work/done"
	echo "$r: ${steps[$r]} steps to the disk, $(git_in "$work/done" diff --name-only "${old[$r]}" "${new[$r]}" | wc -l) files"
	rm -rf "$work/done"
done

# ---- one kill

whole=0 absent=0 hits=0 left=0
trial() { # RECORD NAME=VALUE: where to die
	local r=$1 home=$work/killed now rc
	rm -rf "$home"
	cp -a "$work/$r" "$home"
	(export "$2" LD_PRELOAD="$tools/libdie_at.so" && change "$r" "$home") >"$work/answer" 2>"$work/said"
	rc=$?
	if [ $rc != 137 ] || grep -q Done "$work/answer"; then
		return # it lived, or had answered
	fi
	hits=$((hits + 1))
	[ ! -e "$home/record.git/refs/heads/main.lock" ] || left=$((left + 1))
	now=$(main_of "$home")
	case $now in
	"${old[$r]}") absent=$((absent + 1)) ;;
	"${new[$r]}") whole=$((whole + 1)) ;;
	*) fail "$r, $2: main is neither the old commit nor the new one" ;;
	esac
	fsck_clean "$home"
	at "$home" verify || fail "$r, $2: verify: $(cat "$work/said")"
	# The same change again: it lands, or is there already; either way the record is as if nobody had been killed.
	change "$r" "$home" >"$work/said" 2>&1 || fail "$r, $2: the next change: $(cat "$work/said")"
	[ "$(main_of "$home")" = "${new[$r]}" ] || fail "$r, $2: the next change gave another record"
	left_over=$(find "$home"/*.git -name '*.lock' -o -name ref.next)
	[ -z "$left_over" ] || fail "$r, $2: a lock is left: $left_over"
	at "$home" index check || fail "$r, $2: index: $(cat "$work/said")"
}

# The instants around the swap of main, where a lock stays behind.
for r in paper minutes; do
	before=$left
	trial $r DIE_BEFORE=record.git/refs/heads/main
	[ $left = $((before + 1)) ] || fail "$r: no lock was left by a kill just before main moves"
	trial $r DIE_BEFORE=record.git/refs/heads/main.lock
done
[ $hits = 4 ] || fail "$hits of 4 kills around the swap hit"

kinds=(paper minutes again)
for ((i = 0; hits < wanted && i < 3 * wanted; i++)); do
	r=${kinds[i % 3]}
	trial "$r" "DIE_AT=$((1 + (RANDOM * 32768 + RANDOM) % steps[$r]))"
done
echo "$hits kills hit: $absent times the change was absent, $whole times whole; $left locks were left and taken away"
[ $hits -ge $wanted ] || fail "only $hits of $wanted kills hit"
[ $absent -gt 0 ] && [ $whole -gt 0 ] || fail "all kills fell on one side of the swap"

# ---- a lock that is not ours stays

home=$work/foreign
cp -a "$work/paper" "$home"
touch "$home/record.git/refs/heads/main.lock"
started=$SECONDS
change paper "$home" >"$work/said" 2>&1
[ $? = 1 ] || fail "a change went past the lock of another program"
grep -q 'main.lock' "$work/said" || fail "the message does not name the lock: $(cat "$work/said")"
[ $((SECONDS - started)) -ge 4 ] || fail "the lock of another program was not waited for"
[ -e "$home/record.git/refs/heads/main.lock" ] || fail "the lock of another program was taken away"
[ "$(main_of "$home")" = "${old[paper]}" ] || fail "main moved under the lock of another program"
# ... not even beside the traces of a Minutebook killed earlier.
echo "${old[paper]}" >"$home/record.git/ref.next"
change paper "$home" >"$work/said" 2>&1
[ $? = 1 ] && [ -e "$home/record.git/refs/heads/main.lock" ] || fail "the lock of another program was taken for ours"
rm "$home/record.git/refs/heads/main.lock"
change paper "$home" >"$work/said" 2>&1 || fail "after the lock went: $(cat "$work/said")"
sound "$home"
