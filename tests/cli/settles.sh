#!/usr/bin/env bash
# What a decision settles of earlier ones: a condition it finds met is closed, an action it extends gets its date and keeps its first
# one; not when the meeting was inquorate, not when it says otherwise. What is told as done is no new action.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

new_record
present='- Helen Marsh (Chair)
- Anita Verma
- Jane Whitlock
- Martin Quill
- Dorothy Kemp'
minutes() { printf '# Minutes of the Children'\''s Trust Strategy Board\n\nHeld on %s\n\n**Present**\n\n%s\n\n%s\n' "$1" "$present" "$2" >"$work/minutes.md"; }

want 0 --on 2005-10-01 meeting new CTB 2005-10-11
minutes '11 October 2005' '## 4. Teams

**RESOLVED:** That five joint teams be formed, subject to consultation with the staff side and approval by the unions.

**RESOLVED:** That the centre be opened, subject to planning permission being granted.

**ACTION:** Dorothy Kemp to report on planning permission by 31 October 2005.

**ACTION:** Jane Whitlock to write to all schools by 31 October 2005.

**ACTION:** Martin Quill to find a room by 31 October 2005.

**ACTION:** Anita Verma to count the beds by 31 October 2005.'
want 0 --on 2005-10-12 file "$work/minutes.md" --meeting CTB-2005-M001
want 0 --json show CTB-2005-D002
shows '"condition":"subject to planning permission being granted"'

# inquorate: nothing is closed and nothing put off
present='- Helen Marsh (Chair)'
want 0 --on 2005-10-20 meeting new CTB 2005-10-25
minutes '25 October 2005' '## 1. Planning

**RESOLVED:** That it be noted that the condition in decision CTB-2005-D002 has been met.

**RESOLVED:** That the time for action CTB-2005-A001 be extended to 30 November 2005.'
want 0 --on 2005-10-26 file "$work/minutes.md" --meeting CTB-2005-M002
want 0 list conditions
shows '2 conditions, 2 of them open'
want 0 --json show CTB-2005-A001
shows '"due":"2005-10-31"'

# every wording; the day is the one told just above
present='- Helen Marsh (Chair)
- Anita Verma
- Jane Whitlock
- Martin Quill
- Dorothy Kemp'
want 0 --on 2005-11-10 meeting new CTB 2005-11-15
minutes '15 November 2005' '## 1. Matters arising

Action 3, letter to the press: sent in May. Closed.

Planning permission was granted on 7 November 2005, and work begins on 1 December.

**RESOLVED:** That it be noted that the condition in decision CTB-2005-D002 has been met.

**RESOLVED:** That it be noted that the condition in decision CTB-2005-D001 has not been met.

**RESOLVED:** That the due date of action CTB-2005-A001 be extended from 31 October 2005 to Wednesday 30 November 2005.

**RESOLVED:** That Jane Whitlock be given until 9 December 2005 to carry out action CTB-2005-A002.

**RESOLVED:** That an extension of action CTB-2005-A003 to the next meeting be agreed.

**RESOLVED:** That action CTB-2005-A004 be not extended to 9 December 2005.

## 2. Date of next meeting

Tuesday 13 December 2005 at 2.00 pm'
want 0 --on 2005-11-17 file "$work/minutes.md" --meeting CTB-2005-M003 --accept-likely
want 0 list conditions
shows '2 conditions, 1 of them open'
shows 'CTB-2005-D002.*met +Mon 7 Nov 2005'
want 0 show CTB-2005-D002
shows 'planning permission being granted: met on Mon 7 Nov 2005.*found met by CTB-2005-D005'
shows 'Effect +in force since its condition was met on Mon 7 Nov 2005'
want 0 show CTB-2005-D001
shows 'Conditions +subject to consultation.*: open'
for row in A001=2005-11-30=D007 A002=2005-12-09=D008 A003=2005-12-13=D009; do
  IFS='=' read -r id due by <<<"$row"
  want 0 --json show "CTB-2005-$id"
  shows "\"due\":\"$due\""
  shows '"first_due":"2005-10-31"'
  shows "\"decision\":\"CTB-2005-$by\""
done
want 0 --json show CTB-2005-A004
shows '"due":"2005-10-31"'
want 0 --json actions
grep -q 'letter to the press' <<<"$out" && fail 'what is closed became an action'

# the same again changes nothing, and the past can be judged again
mark
want 0 --on 2005-11-17 file "$work/minutes.md" --meeting CTB-2005-M003 --accept-likely
shows 'Nothing to change'
unchanged 'filed twice'
want 0 verify

# a second extension, and words that name no day or no decision
want 0 --on 2005-12-10 meeting new CTB 2005-12-13
minutes '13 December 2005' '## 1. Matters arising

**RESOLVED:** That action CTB-2005-A001 be extended a second time, to 31 January 2006.

**RESOLVED:** That the time for action CTB-2005-A002 be extended.

**RESOLVED:** That it be noted that the condition of consultation has been met.

**RESOLVED:** That both conditions in CTB-2005-D001 were satisfied on 1 December 2005.'
want 0 --on 2005-12-14 file "$work/minutes.md" --meeting CTB-2005-M004 --accept-likely
shows 'puts off CTB-2005-A002, but not until when'
shows 'says that a condition is met, but names no decision'
want 0 show CTB-2005-A001
shows 'Extended +from Mon 31 Oct 2005 to Wed 30 Nov 2005'
shows 'from Wed 30 Nov 2005 to Tue 31 Jan 2006'
shows 'First due +Mon 31 Oct 2005'
want 0 list conditions
shows 'CTB-2005-D001.*met +Thu 1 Dec 2005'
sound
finish
