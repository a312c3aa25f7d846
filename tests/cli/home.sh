#!/usr/bin/env bash
# Which record: -C, MINUTEBOOK_HOME, the folder one stands in; a copy answers but takes nothing.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

new_record
want 0 meeting new CTB 2005-10-11 --on 2005-09-02
want 0 file "$story/report.md" --as paul-okafor --on 2005-09-19
want 4 move CTB-2005-P001 approve --as helen-marsh --on 2005-09-20
right=$("$MINUTEBOOK" -C "$home" people)
[ "$(MINUTEBOOK_HOME=$home "$MINUTEBOOK" people)" = "$right" ] || fail 'MINUTEBOOK_HOME'
[ "$(cd "$home" && "$MINUTEBOOK" people)" = "$right" ] || fail 'the folder one stands in'
[ "$(cd "$home/attachments" && "$MINUTEBOOK" people)" = "$right" ] || fail 'a folder below the home'
(cd "$work" && "$MINUTEBOOK" people >"$work/out" 2>"$work/err")
[ $? -eq 3 ] || fail 'no record: status 3'
err=$(cat "$work/err")
says 'minutebook init'

# a clone gives the same answers and takes nothing
git clone -q "$home/record.git" "$work/clone" 2>/dev/null
for words in 'show CTB-2005-P001' 'list papers' 'history CTB-2005-P001' 'diff CTB-2005-P001' 'decisions' 'search children' \
	'why CTB-2005-P001 3' 'next CTB-2005-P001' 'groups'; do
	for form in --json ''; do
		# shellcheck disable=SC2086 # words and an option that may be none
		here=$("$MINUTEBOOK" -C "$home" $form $words 2>&1) there=$(cd "$work/clone/groups" && "$MINUTEBOOK" $form $words 2>&1)
		[ "$here" = "$there" ] || { out=$here err=$there; fail "$words: a clone answers otherwise"; }
	done
done
cp "$home/index.sqlite" "$work/index.kept"
rm -f "$home"/index.sqlite*
[ "$("$MINUTEBOOK" -C "$home" --json show CTB-2005-P001)" = "$(cd "$work/clone" && "$MINUTEBOOK" --json show CTB-2005-P001)" ] ||
	fail 'without its index the home answers otherwise'
kept=$home home=$work/clone
want 4 meeting new CTB 2005-11-15 --on 2005-09-21
says 'copy'
home=$kept
sound
finish
