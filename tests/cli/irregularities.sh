#!/usr/bin/env bash
# The register of irregularities: which rule, since when, what cures it, who can, at which meeting; and how a cured one was cured.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

new_record
minutes() { # BODY DAY PRESENT RESOLUTION
	printf '# Minutes of the %s\n\nHeld on %s\n\n## Attendance\n\n**Present**\n\n%s\n\n## 4. The report\n\n**RESOLVED:** %s\n' "$1" "$2" "$3" "$4" >"$work/minutes.md"
}
board="Children's Trust Strategy Board"
two='- Helen Marsh (Chair)
- Anita Verma'
four="$two
- Jane Whitlock
- Martin Quill"

# without a quorum: the group itself cures it, at its next meeting, of which there is none yet
want 0 --on 2005-09-02 meeting new CTB 2005-10-11
minutes "$board" '11 October 2005' "$two" 'That the report be agreed.'
want 0 --on 2005-10-12 file "$work/minutes.md"
want 0 --on 2005-10-12 irregularities
shows 'Rule +no decision without a quorum'
shows 'Since +Tue 11 Oct 2005 \(event 3\)'
shows 'What lifts it +ratified at a quorate meeting of the group'
shows "Who can +$board"
shows "At +no meeting of $board in the diary yet"
want 0 --on 2005-10-12 --json irregularities
shows '"can":"Children.s Trust Strategy Board","who":null,"body":"strategy-board","meeting":null,"meeting_on":null'

# the next one in the diary: not one that has been, not a cancelled one, the earliest of those to come
want 0 --on 2005-10-13 meeting new CTB 2005-12-13
want 0 --on 2005-10-13 meeting new CTB 2005-11-08
want 0 --on 2005-10-13 meeting new CTB 2005-11-01
want 0 --on 2005-10-13 move CTB-2005-M004 cancel
want 0 --on 2005-10-14 irregularities
shows "At +CTB-2005-M003, Tue 8 Nov 2005 of $board"
want 0 --on 2005-11-09 --json irregularities
shows '"meeting":"CTB-2005-M002","meeting_on":"2005-12-13"'
want 0 --on 2005-12-14 irregularities
shows 'no meeting of'

# a supplement that came late is ruled on by whoever chairs, at its own meeting
printf '# Agenda of the %s\n\nTuesday 8 November 2005\n\n1. Apologies\n2. The report\n' "$board" >"$work/agenda.md"
want 0 --on 2005-10-26 file "$work/agenda.md"
want 0 --on 2005-10-27 move CTB-2005-M003-agenda publish
printf '# Agenda of the %s\n\nTuesday 8 November 2005\n\n6. Foster places\n' "$board" >"$work/agenda.md"
want 0 --on 2005-11-04 file "$work/agenda.md"
want 0 --on 2005-11-04 move CTB-2005-M003-agenda-2 publish
want 0 --on 2005-11-04 irregularities
shows 'Who can +chair: Helen Marsh'
shows "At +CTB-2005-M003, Tue 8 Nov 2005 of $board"
want 0 --on 2005-11-04 --json irregularities
shows '"id":"CTB-2005-M003-agenda-2".*"can":"chair","who":"helen-marsh","body":"strategy-board","meeting":"CTB-2005-M003"'

# cured: by what, and on which day; nobody need do anything any more
minutes "$board" '8 November 2005' "$four" 'That decision CTB-2005-D001 be ratified.'
want 0 --on 2005-11-09 file "$work/minutes.md"
want 0 --on 2005-11-09 irregularities --all --group CTB
shows 'Cured +Tue 8 Nov 2005: ratified by CTB-2005-D002'
want 0 --on 2005-11-09 --json irregularities --all --group CTB
shows '"id":"CTB-2005-D001".*"can":null,"who":null,"body":null,"meeting":null,"meeting_on":null,"cured":"2005-11-08","cured_by":"ratified by CTB-2005-D002"'

# what went beyond a delegation is for the body that gave it, wherever it was done
printf -- '---\ntitle: Small sums\ngiven_by: CTB-2005-D001\nto_person: paul-okafor\nlimit: 500\nvalid_from: 2005-11-08\n---\n# Small sums\n' >"$work/delegation.md"
want 0 --on 2005-11-09 file "$work/delegation.md" --as-kind delegation --group CTB
printf -- '---\ntitle: A course\ndate: 2005-11-09\ntext: That it be paid for.\ntaken_by: paul-okafor\nunder: CTB-2005-L001\namount: 900\n---\n# A course\n' >"$work/alone.md"
want 0 --on 2005-11-10 file "$work/alone.md" --as-kind officer-decision --group WFD
want 0 --on 2005-11-10 --json irregularities --group WFD
shows '"id":"WFD-2005-O001".*"can":"Children.s Trust Strategy Board","who":null,"body":"strategy-board","meeting":"CTB-2005-M002"'

sound
finish
