#!/usr/bin/env bash
# Help: every command has one, with an example; the manual page knows every command and option.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

manual=$(dirname "$0")/../../core/cli/minutebook.1
want 0 help
commands=$(grep -Eo '^  [a-z]+( new| rebuild| check| test)? ' <<<"$out" | sed 's/^ *//; s/ *$//')
[ "$(wc -l <<<"$commands")" -ge 32 ] || fail "help lists too few commands: $commands"

while read -r name; do
	# shellcheck disable=SC2086 # a name may be two words
	want 0 help $name
	shows "minutebook $name"
	shows 'Example:'
	# shellcheck disable=SC2086
	want 0 $name --help
	shows 'Example:'
	grep -Eq "Cm ${name%% *}|, ${name%% *}|Cm .*${name}" "$manual" || fail "the manual page does not have '$name'"
done <<<"$commands"

want 0 help meeting
shows 'meeting new'
want 2 help nonsense
says "no command 'nonsense'"
want 0 --help
want 0 version
shows '^minutebook [0-9]'
want 0 --version
for option in as on json name template rehearsal group meeting as-kind dry-run as-at known-at file reason waive set role \
	state since until where overdue all limit rules time place; do
	grep -Eq -- "Fl -$option( |\$)" "$manual" || fail "the manual page does not have --$option"
done
finish
