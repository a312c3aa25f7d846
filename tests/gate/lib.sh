# Shared by the trials beside it; sourced with the program, the folder of the built helpers, and "short" or "long".
set -u
program=$1
tools=$2
length=${3:-short}
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
papers=$top/tests/fixtures/story
skipped=77 # what CTest is told to show as "skipped"

# The account's own git settings, clock and home must not decide a test.
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null TZ=Europe/London LC_ALL=C.UTF-8
export GIT_AUTHOR_NAME=somebody GIT_AUTHOR_EMAIL=somebody@people.invalid
export GIT_COMMITTER_NAME=somebody GIT_COMMITTER_EMAIL=somebody@people.invalid
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE MINUTEBOOK_HOME MINUTEBOOK_SIGNED_IN

work=$(mktemp -d "${TMPDIR:-/tmp}/minutebook-gate.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP

fail() {
	printf 'FAILED: %s\n' "$*"
	exit 1
}

skip() {
	printf 'SKIPPED: %s\n' "$*"
	exit $skipped
}

# at HOME words...: the program, quietly; what it said is in $work/said.
at() {
	local home=$1
	shift
	"$program" -C "$home" "$@" >"$work/said" 2>&1
}

# must HOME words...: it succeeds, or the test fails and shows why.
must() {
	at "$@" || fail "exit $? from: $* -- $(cat "$work/said")"
}

# says STATUS WORDS HOME words...: it ends with this status and its message holds these words.
says() {
	local want=$1 words=$2 got
	shift 2
	at "$@"
	got=$?
	[ $got = "$want" ] || fail "exit $got instead of $want from: $* -- $(cat "$work/said")"
	grep -qF -- "$words" "$work/said" || fail "no '$words' from: $* -- $(cat "$work/said")"
}

git_in() {
	local home=$1
	shift
	git -C "$home/record.git" "$@"
}

main_of() {
	git_in "$1" rev-parse main
}

# A home with one meeting to which things can be filed.
new_home() {
	"$program" init "$1" --rehearsal --on 2005-09-01 >"$work/said" 2>&1 || fail "init: $(cat "$work/said")"
	must "$1" --on 2005-09-19T08:00 meeting new strategy-board 2005-10-11 --time 14:00
}

# A home in which the whole story has taken place.
story_home() {
	"$program" init "$1" --rehearsal --on 2005-09-01 >"$work/said" 2>&1 || fail "init: $(cat "$work/said")"
	"$top/scripts/story" "$program" "$1" >"$work/said" 2>&1 || fail "the story: $(tail -5 "$work/said")"
}

fsck_clean() {
	git_in "$1" fsck --strict --no-dangling >"$work/fsck" 2>&1 || fail "git fsck: $(head -5 "$work/fsck")"
}

# Git, the record and the index, each against itself.
sound() {
	fsck_clean "$1"
	must "$1" verify
	must "$1" index check
}

# Rulings on the first-parent chain.
rulings() {
	git_in "$1" log --first-parent --format=%B main | grep -c '^Ruling: 1$'
}

events() {
	git_in "$1" log --first-parent --reverse --format=%B main | sed -n 's/^Event: //p'
}
