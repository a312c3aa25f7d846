# shellcheck shell=bash
# The harness of the command line's tests. Sourced; needs MINUTEBOOK (the program) and bash.
#
#   new_record          a rehearsal's home in $home, laid down on 1 September 2005
#   mb ...              run the program on it: $out, $err, $status
#   want STATUS ...     the same, and the status must be this one
#   says PATTERN        the last run said this on standard error (extended regular expression)
#   shows PATTERN       ... on standard output
#   unchanged NAME      nothing was written since the last `mark`
#   sound               git and verify find nothing wrong; call it at the end of a test that wrote

set -u
: "${MINUTEBOOK:?the program to test}"
: "${MINUTEBOOK_FIXTURES:=$(cd "$(dirname "${BASH_SOURCE[0]}")/../fixtures" && pwd)}"
unset MINUTEBOOK_HOME MINUTEBOOK_DATA MINUTEBOOK_SIGNED_IN EDITOR VISUAL
export LC_ALL=C.UTF-8 GIT_CONFIG_GLOBAL=/dev/null

work=$(mktemp -d "${TMPDIR:-/tmp}/minutebook-test.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
home=$work/record
story=$MINUTEBOOK_FIXTURES/story
failures=0 status=0 out='' err='' before=''

fail() {
	echo "FAIL: $*" >&2
	printf '  status %s\n  out: %s\n  err: %s\n' "$status" "$out" "$err" | head -40 >&2
	failures=$((failures + 1))
}

mb() {
	"$MINUTEBOOK" -C "$home" "$@" >"$work/out" 2>"$work/err" </dev/null
	status=$?
	out=$(tr -d '\0' <"$work/out") err=$(tr -d '\0' <"$work/err")
	return 0
}

want() {
	local expected=$1
	shift
	mb "$@"
	[ "$status" -eq "$expected" ] || fail "minutebook $*: status $status, not $expected"
}

says() { grep -Eq -- "$1" <<<"$err" || fail "standard error does not say: $1"; }
shows() { grep -Eq -- "$1" <<<"$out" || fail "standard output does not show: $1"; }

tip() { git -C "$home/record.git" rev-parse refs/heads/main; }
mark() { before=$(tip); }
unchanged() { [ "$(tip)" = "$before" ] || fail "$1: something was written"; }

new_record() {
	rm -rf "$home"
	"$MINUTEBOOK" init "$home" --rehearsal --on 2005-09-01 >/dev/null || { echo "init failed" >&2; exit 1; }
	mark
}

sound() {
	local words
	words=$(git -C "$home/record.git" fsck --strict --no-dangling 2>&1) || fail "git fsck: $words"
	want 0 verify
	want 0 index check
}

finish() {
	[ "$failures" -eq 0 ] || { echo "$failures failure(s)" >&2; exit 1; }
	exit 0
}
