#!/bin/bash
# A full disk: whatever room is left, a change lands whole or is refused in clear words and leaves the record as it was.
if [ "${MINUTEBOOK_DISK_TRIAL:-}" != inside ]; then
	# A mount name space of our own: as root, else as an unprivileged user where the machine allows it.
	for how in "unshare -m" "unshare -rm"; do
		if $how mount -t tmpfs none /mnt 2>/dev/null; then
			MINUTEBOOK_DISK_TRIAL=inside exec $how "$0" "$@"
		fi
	done
	echo "SKIPPED: no small disk can be mounted here (neither root nor user name spaces)"
	exit 77
fi
. "$(dirname "$0")/lib.sh"

disk=$work/disk
mkdir "$disk"
mount -t tmpfs -o size=24m none "$disk" || skip "a tmpfs cannot be mounted"
trap 'umount -l "$disk"; rm -rf "$work"' EXIT
home=$disk/home
new_home "$home"
block=4096
in_vain=0 landed=0 silent=0

leave() { # BLOCKS: fill the disk until so many are left
	local free
	rm -f "$disk/filler"
	free=$(stat -f -c %a "$disk")
	fallocate -l $(((free - $1) * block)) "$disk/filler" || fail "the disk cannot be filled"
	[ "$(stat -f -c %a "$disk")" -le "$1" ] || fail "$(stat -f -c %a "$disk") blocks are left, not $1"
}

paper() { # N BYTES: one that no compression makes small
	printf '# Paper %s\n\n**For Information**\n\n## Summary\n\nIts appendix is long.\n\n' "$1"
	head -c "$2" /dev/urandom | base64
}

trial() { # BLOCKS N BYTES
	local before now rc
	before=$(main_of "$home")
	paper "$2" "$3" >"$work/paper.md"
	leave "$1"
	"$program" -C "$home" --as paul-okafor --on 2005-09-19T10:00 file "$work/paper.md" --as-kind paper --group strategy-board \
		>"$work/said" 2>&1
	rc=$?
	now=$(main_of "$home")
	case $rc in
	0)
		landed=$((landed + 1))
		[ "$now" != "$before" ] || fail "$1 blocks: it said done, and main has not moved"
		;;
	1)
		in_vain=$((in_vain + 1))
		[ "$now" = "$before" ] || fail "$1 blocks: it said failed, and main has moved: $(cat "$work/said")"
		grep -q "no space left\|disk is full\|No space left\|disk I/O error" "$work/said" || fail "$1 blocks: not clear: $(cat "$work/said")"
		grep -q "nothing was changed" "$work/said" || fail "$1 blocks: it does not say that nothing changed: $(cat "$work/said")"
		;;
	*) fail "$1 blocks: exit $rc: $(cat "$work/said")" ;;
	esac
	# The same disk through libgit2's own call, which may say "created" where there is nothing.
	"$tools/gate_silent" "$home"
	case $? in
	0) ;;
	10) silent=$((silent + 1)) ;;
	*) fail "$1 blocks: the trial of libgit2 did not work" ;;
	esac
	fsck_clean "$home" # with the disk still full
	rm -f "$disk/filler"
	must "$home" verify
}

n=0
if [ "$length" = long ]; then
	rounds="0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20"
	sizes="300 6000 20000"
else
	rounds="0 1 3 5 8 11 14 20"
	sizes="6000"
fi
for size in $sizes; do
	for blocks in $rounds; do
		n=$((n + 1))
		trial "$blocks" $n "$size"
	done
done
echo "$in_vain refused for want of room, $landed landed; $silent times libgit2 would have said done where nothing was"
[ $in_vain -gt 0 ] && [ $landed -gt 0 ] || fail "both outcomes were to be met"
[ $silent -gt 0 ] || fail "the silent success of libgit2 was not met"
must "$home" --as paul-okafor --on 2005-09-19T11:00 file "$papers/report.md" --group strategy-board --meeting CTB-2005-M001
sound "$home"

# A disk that says yes and keeps nothing: each object of a change in turn is lost, and reading back finds it.
before=$(main_of "$home")
lost=0 unread=0
export ASAN_OPTIONS=verify_asan_link_order=0
for ((k = 1; k <= 30; k++)); do
	paper "lost $k" 200 >"$work/paper.md" # new each time: the objects that were not lost are there now
	LOSE_AT=$k LD_PRELOAD=$tools/libdie_at.so at "$home" --as dorothy-kemp --on 2005-09-20 file "$work/paper.md" \
		--as-kind paper --group strategy-board
	rc=$?
	[ $rc != 0 ] || break # there are no more than k - 1 objects
	[ $rc = 1 ] && grep -q "nothing was changed" "$work/said" || fail "object $k lost: exit $rc: $(cat "$work/said")"
	[ "$(main_of "$home")" = "$before" ] || fail "object $k lost: main has moved"
	fsck_clean "$home"
	lost=$((lost + 1))
	! grep -q "does not read back" "$work/said" || unread=$((unread + 1)) # a lost root tree is missed even before
done
echo "$lost lost objects, each noticed; $unread of them by reading back"
[ $lost -gt 5 ] && [ $unread -ge $((lost - 1)) ] || fail "a paper needs a blob, its folders and a commit"
sound "$home"
