#!/usr/bin/env bash
# --on and --as: what they mean in a rehearsal and in a record that counts.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

new_record
want 6 meeting new CTB 2005-02-30 --on 2005-09-02
says "'2005-02-30' is not a date that exists"
want 6 people --on 2005-13-01
says '--on: .* is not a date that exists'
want 6 people --on 2005-10-11T25:00
says 'not a time of day'
want 6 meeting new CTB 2005-10-11 --time 25:00 --on 2005-09-02
says '--time'
unchanged 'wrong dates'

want 0 meeting new CTB 2005-10-11 --on 2005-09-02
shows '^Rehearsal record'
shows 'CTB-2005-M001'
want 5 meeting new CTB 2005-10-11 --on 2005-09-02
says 'already has a meeting'
want 0 --json history CTB-2005-M001
shows '"recorded":"2005-09-02T12:00:00\+01:00"'

# a later act of the same day without a time of its own is not earlier than what stands
want 0 meeting new CTB 2005-11-15 --on 2005-09-03T17:30
want 0 meeting new CTB 2005-12-13 --on 2005-09-03
want 0 --json history CTB-2005-M003
shows '"recorded":"2005-09-03T17:30:00'

# for somebody else: the clerk's post is needed, and it is recorded
mark
want 3 meeting new CTB 2006-01-10 --as nobody-known --on 2005-09-04
says "there is no person 'nobody-known'"
MINUTEBOOK_SIGNED_IN=paul-okafor want 4 meeting new CTB 2006-01-10 --as helen-marsh --on 2005-09-04
says 'Not done: paul-okafor may not enter things for helen-marsh'
unchanged 'for somebody else'
want 0 meeting new CTB 2006-01-10 --as 'Helen Marsh' --on 2005-09-04
want 0 --json history CTB-2006-M001
shows '"by":"helen-marsh","entered_by":"beth-corrigan"'
MINUTEBOOK_SIGNED_IN=helen-marsh want 0 meeting new CTB 2006-02-07 --on 2005-09-05
want 0 --json history CTB-2006-M002
shows '"by":"helen-marsh","entered_by":"helen-marsh"'
sound

# a record that counts: the clock's day, and --on only where it has a meaning
rm -rf "$home"
want 2 init "$home" --on 2005-09-01
says 'rehearsal only'
"$MINUTEBOOK" init "$home" >/dev/null || fail 'init'
mark
want 2 meeting new CTB 2035-10-11 --on 2005-09-02
says '--on has no meaning for .meeting new.'
want 2 show CTB-terms-of-reference --on 2005-09-02
want 2 daily --on 2005-10-01
says 'add --dry-run'
want 0 daily --on 2999-10-01 --dry-run
want 4 file "$story/report.md" --on 2999-01-01
says 'has not come yet'
want 2 move CTB-terms-of-reference supersede --on 2005-10-01
says 'counts from the day it is recorded'
unchanged 'a record that counts'
MINUTEBOOK_SIGNED_IN=helen-marsh want 0 meeting new CTB 2035-10-11
says 'counts in a rehearsal only'
want 0 --json history CTB-2035-M001
shows '"by":"beth-corrigan"'
mb people
grep -q Rehearsal <<<"$out" && fail 'a record that counts is shown as a rehearsal'
sound
finish
