#!/usr/bin/env bash
# Slips on the command line: status 2, a message that says what to do, nothing written.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

new_record
slip() { # PATTERN WORDS...
	local pattern=$1
	shift
	want 2 "$@"
	says "$pattern"
}

slip 'say what to do'
slip "no command 'lits'; did you mean 'list'" lits
slip "no command 'xyzzy'" xyzzy
slip "'meeting' needs a second word: minutebook meeting new" meeting
slip "'index' needs a second word: .*rebuild.*check" index
slip 'something is missing; write: minutebook show DOC' show
slip "'b' is one word too many" show a b
slip 'no option --jsno; did you mean --json' people --jsno
slip 'no option --frobnicate' people --frobnicate
slip 'no option -x' people -x
slip -- '--group is no option of .people.' people --group CTB
slip -- '--group needs a value behind it' list papers --group
slip -- '--group needs a value' list papers --group=
slip -- '--json takes no value' people --json=yes
slip -- '--group is given twice' list papers --group CTB --group EXE
slip '--where: write FIELD=VALUE' list papers --where title
slip '--set: write FIELD=VALUE' move CTB-2005-A001 extend --set due
slip 'say as what: --role' sign CTB-2005-P001
slip 'say as what' try sign CTB-2005-P001
slip 'minutebook sign' move CTB-2005-P001 sign
slip 'which rule is waived' move CTB-2005-P001 waive
slip '--limit' list papers --limit none
slip 'a paper has none' list papers --overdue
slip 'not the number of an event' why CTB-terms-of-reference nine
slip 'no terminal to edit on' edit handbook/README.md
slip 'with a template of your own' init "$work/other" --template /nowhere

# "-" and "--" are words and an end of options
want 3 show -- --json
want 3 show partnership.yaml
says 'holds settings'
printf 'A page of words.\n' >"$work/page.md"
want 0 read "$work/page.md"
"$MINUTEBOOK" read - <"$work/page.md" >/dev/null || fail "read - does not read standard input"

# options may stand anywhere
want 0 --json people
want 0 people --json
[ "$("$MINUTEBOOK" people --json -C "$home" | head -1 | cut -c1)" = '{' ] || fail "options behind the words"

unchanged usage
finish
