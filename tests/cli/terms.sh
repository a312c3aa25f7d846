#!/usr/bin/env bash
# New terms of reference stand beside those in force, bind nobody until a decision adopts them, and then replace the others.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

new_record
terms() { # NAME QUORUM TITLE
	printf -- '---\nkind: terms-of-reference\ntitle: %s\nparams:\n  quorum: %s\n---\n# %s\n\n## 1. Purpose\n\nTo bring the partners together.\n\n## 3. Membership\n\n## 5. Quorum and decisions\n' "$3" "$2" "$3" >"$work/$1.md"
}
minutes() { # DAY PRESENT RESOLUTION
	printf '# Minutes of the Children'\''s Trust Strategy Board\n\nHeld on %s\n\n## Attendance\n\n**Present**\n\n%s\n\n## 4. Terms of reference\n\n**RESOLVED:** %s\n' "$1" "$2" "$3" >"$work/minutes.md"
}
two='- Helen Marsh (Chair)
- Anita Verma'
three="$two
- Jane Whitlock"
four="$three
- Martin Quill"

# a proposal; what is in force is untouched
terms second 3 'Terms of reference of the Strategy Board, revised'
want 0 --on 2005-09-05 file "$work/second.md" --group CTB
shows 'CTB-terms-of-reference-2'
want 0 --json show CTB-terms-of-reference
shows '"state":"in force"'
want 0 --json show CTB-terms-of-reference-2
shows '"state":"draft"'
mark
want 0 --on 2005-09-05 file "$work/second.md" --group CTB
unchanged 'the same proposal again'
terms second 3 'Terms of reference of the Strategy Board, revised anew'
want 0 --on 2005-09-06 file "$work/second.md" --group CTB
want 3 show CTB-terms-of-reference-3
terms loose 1 'Too loose'
want 6 --on 2005-09-06 file "$work/loose.md" --group CTB
says 'quorum may not be less than 2'

# three are no quorum while four are needed
want 0 --on 2005-09-07 meeting new CTB 2005-10-11
minutes '11 October 2005' "$three" 'That the report be noted.'
want 0 --on 2005-10-12 file "$work/minutes.md"
want 0 irregularities
shows 'inquorate'
want 0 --json show CTB-2005-D001
shows '"needed":"4 '

# they are not adopted without a decision, nor by an inquorate one
want 4 --on 2005-10-13 --as helen-marsh move CTB-terms-of-reference-2 adopt
says 'new terms of reference are adopted by a decision'
want 0 --on 2005-10-13 meeting new CTB 2005-11-08
minutes '8 November 2005' "$two" 'That the revised terms of reference be adopted.'
want 0 --on 2005-11-09 file "$work/minutes.md"
want 0 --json show CTB-terms-of-reference-2
shows '"state":"draft"'
want 4 --on 2005-11-09 --as helen-marsh move CTB-terms-of-reference-2 adopt --set adopted_by=CTB-2005-D002
says 'has no effect until it is cured'

# the minutes of a quorate meeting adopt them, and the old ones are superseded by the same act
want 0 --on 2005-11-09 meeting new CTB 2005-11-29
minutes '29 November 2005' "$four" 'That the revised terms of reference be adopted.'
want 0 --on 2005-11-30 file "$work/minutes.md"
want 0 --json show CTB-terms-of-reference-2
shows '"state":"in force"'
shows '"adopted_by":"CTB-2005-D003"'
shows '"adopted":"2005-11-29"'
want 0 --json show CTB-terms-of-reference
shows '"state":"superseded"'
shows '"superseded_by":"CTB-2005-D003"'
shows '"superseded":"2005-11-29"'
want 0 --json show CTB-terms-of-reference --as-at 2005-10-11
shows '"state":"in force"'
want 0 show CTB-terms-of-reference
shows 'A member may send a substitute'

# from now on three are a quorum
want 0 --on 2005-11-30 meeting new CTB 2005-12-13
minutes '13 December 2005' "$three" 'That the report be noted.'
want 0 --on 2005-12-14 file "$work/minutes.md"
want 0 --json show CTB-2005-D004
shows '"state":"recorded"'
want 0 why CTB-2005-D004
shows 'needed: 3; terms of reference'
grep -q '"id":"CTB-2005-D004"' <<<"$("$MINUTEBOOK" -C "$home" --json irregularities)" && fail 'three are still no quorum'

# the old ones end only with their group; taken away by themselves they are missed
want 4 --on 2005-12-15 move CTB-terms-of-reference-2 supersede
says 'not taken away without others'

# by hand, when the minutes do not say it in words that are read
terms third '{at_least: 3, of_each: [health]}' 'Terms of reference of the Strategy Board, once more'
want 0 --on 2005-12-15 file "$work/third.md" --group CTB
MINUTEBOOK_SIGNED_IN=helen-marsh want 0 --on 2005-12-16 move CTB-terms-of-reference-3 adopt --set adopted_by=CTB-2005-D003
want 0 --json show CTB-terms-of-reference-2
shows '"superseded_by":"CTB-terms-of-reference-3"'

# a quorum that says who must be among those present: three came, none for health
want 0 --on 2005-12-16 meeting new CTB 2005-12-20
minutes '20 December 2005' '- Helen Marsh (Chair)
- Jane Whitlock
- Martin Quill' 'That the report be noted.'
want 0 --on 2005-12-21 file "$work/minutes.md"
want 0 irregularities
shows 'not among them: a member for health'

sound
finish
