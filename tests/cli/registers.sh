#!/usr/bin/env bash
# The registers besides meetings: a dispute climbs its ladder by itself, delegations are checked on use, conditions are met, a later
# decision takes an earlier one's place, and what was promised stands in the forward plan.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

new_record
present='**Present**

- Helen Marsh (Chair)
- Anita Verma
- Jane Whitlock
- Martin Quill
- Dorothy Kemp'
minutes() { printf '# Minutes of the Children'\''s Trust Strategy Board\n\nHeld on %s\n\n## Attendance\n\n%s\n\n%s\n' "$1" "$present" "$2" >"$work/minutes.md"; }

# decisions of a first meeting: a condition, a delegation, a report back promised by a recommendation
want 0 --on 2005-09-02 meeting new CTB 2005-10-11
want 0 --on 2005-09-19 --as paul-okafor file "$story/report.md" --group CTB --meeting CTB-2005-M001
minutes '11 October 2005' '## 4. Joint teams (CTB-2005-P001)

**RESOLVED:** That

1. subject to consultation with the staff affected, five joint teams be formed;
2. minor changes to the teams be delegated to the Chief Officer; and
3. recommendations 5 to 7 of the report be noted.'
want 0 --on 2005-10-12 file "$work/minutes.md"
want 0 --on 2005-10-12 list milestone
shows '2005-T001 .*28 Feb 2006|2005-T002 .*28 Feb 2006'

# a condition is met once, with what shows it
want 4 --on 2005-11-01 move CTB-2005-D001 implement
says 'condition 1 is not met'
want 0 --on 2005-11-01 next CTB-2005-D001
shows 'meet'
want 4 --on 2005-11-01 move CTB-2005-D001 meet
says 'say what shows'
want 6 --on 2005-11-01 move CTB-2005-D001 meet --reason 'letter of the staff side' --set row=2
says "has no row '2'"
want 0 --on 2005-11-01 move CTB-2005-D001 meet --reason 'letter of the staff side' --set row=1
want 0 --json show CTB-2005-D001
shows '"met_on":"2005-11-01"'
shows '"met_by":"beth-corrigan"'
shows '"evidence":"letter of the staff side"'
want 0 --on 2005-11-02 next CTB-2005-D001
grep -q 'meet ' <<<"$out" && fail 'nothing is left to meet'
want 6 --on 2005-11-02 move CTB-2005-D001 meet --reason again
says 'no open row'
want 0 --on 2005-11-02 move CTB-2005-D001 implement

# ... and stays met when the draft minutes are corrected elsewhere
sed -i 's/five joint teams be formed/five joint teams for children be formed/' "$work/minutes.md"
want 0 --on 2005-11-03 file "$work/minutes.md" --meeting CTB-2005-M001
want 0 --json show CTB-2005-D001
shows '"met_on":"2005-11-01"'

# a delegation, used within and beyond its limit
printf -- '---\ntitle: Minor changes\ngiven_by: CTB-2005-D002\nto_role: Chief Officer\nmatters: [minor change]\nlimit: 5000\nvalid_from: 2005-10-12\n---\n# Minor changes\n' >"$work/delegation.md"
want 0 --on 2005-11-03 file "$work/delegation.md" --as-kind delegation --group CTB
alone() { printf -- '---\ntitle: Minor change: %s\ndate: 2005-10-25\ntext: That it be done.\ntaken_by: paul-okafor\ntaken_as: Chief Officer\nunder: CTB-2005-L001\namount: %s\n---\n# Minor change\n' "$1" "$2" | sed 's/^title: \(.*\)$/title: "\1"/' >"$work/alone.md"; }
alone 'rooms' 900
want 0 --on 2005-11-04 --as paul-okafor file "$work/alone.md" --as-kind officer-decision --group CTB
want 0 irregularities
shows 'Nothing is irregular'
alone 'posts' 9000
want 0 --on 2005-11-04 --as paul-okafor file "$work/alone.md" --as-kind officer-decision --group CTB
want 0 irregularities
shows 'amount 9000, limit 5000'
want 0 reports --group CTB
shows 'to note'
shows 'for ratification'

# a dispute climbs as the working days run out, by a move that is judged like any other
printf -- '---\ntitle: Who pays for transport\nraised_by: tom-adeyemi\nagainst: Borough Council\n---\n# Who pays\n' >"$work/dispute.md"
want 0 --on 2005-11-07 --as tom-adeyemi file "$work/dispute.md" --as-kind dispute --group CTB
want 0 --on 2005-11-14 daily
want 0 list dispute
shows 'stage 1'
want 0 --on 2005-11-15 daily
shows '1 document moved on'
want 0 list dispute
shows 'stage 2 .*15 Nov 2005'
git -C "$home/record.git" log -1 --format=%B | grep -q '^ ++advance CTB-2005-X001$' || fail 'the climb is no act of its own'
want 0 --on 2005-11-15 daily
shows 'Nothing is due'
want 4 --on 2005-11-16 --as tom-adeyemi move CTB-2005-X001 resolve --set 'outcome=half each'
want 0 --on 2005-11-16 --as george-hallam move CTB-2005-X001 resolve --set 'outcome=half each'

# a later decision, read out of its words
want 0 --on 2005-11-16 meeting new CTB 2005-11-29
minutes '29 November 2005' '## 5. Joint teams

**RESOLVED:** That in place of decision CTB-2005-D002 all changes to the teams come to the Board.'
want 0 --on 2005-11-30 file "$work/minutes.md"
want 0 --json show CTB-2005-D002
shows '"state":"superseded"'
shows '"superseded_by":"CTB-2005-D004"'

# minutes that name a delegation are held to it: it was given to an officer, not to the group
want 0 --on 2005-11-30 meeting new CTB 2005-11-30
minutes '30 November 2005' '## 6. Rooms

**RESOLVED:** That under delegation CTB-2005-L001 a minor change of rooms be made.

**RESOLVED:** That decision CTB-2005-D001 be amended to say that the teams begin on 1 May 2006.

**RESOLVED:** That decision CTB-2005-D003 be rescinded.'
want 0 --on 2005-11-30 file "$work/minutes.md" --meeting CTB-2005-M003
want 0 --json show CTB-2005-D005
shows '"under":"CTB-2005-L001"'
want 0 irregularities
shows 'it was given to|taken by strategy-board'
want 0 --json show CTB-2005-D006
shows '"amends":\["CTB-2005-D001"\]'
want 0 --json show CTB-2005-D003
shows '"state":"rescinded"'
shows '"rescinded_by":"CTB-2005-D007"'
want 0 --on 2005-12-01 --as helen-marsh move CTB-2005-L001 revoke --reason 'decision CTB-2005-D004'
want 0 --json show CTB-2005-L001
shows '"ended":"2005-12-01"'

# what was promised keeps its first day
want 4 --on 2005-12-02 --as helen-marsh move CTB-2005-T001 postpone --set due=2006-05-01
want 0 --on 2005-12-02 --as helen-marsh move CTB-2005-T001 postpone --set due=2006-05-01 --reason 'the survey is late' --set allowed_by=CTB-2005-D004
want 0 --json show CTB-2005-T001
shows '"due":"2006-05-01","first_due":"2005-11-30"'
shows '"decision":"CTB-2005-D004"'
want 0 --on 2005-12-02 move CTB-2005-T001 complete --set came_with=CTB-2005-P001

# a challenge: answered by somebody else, closed when something came of it
printf -- '---\ntitle: Missed visits\nraised_by: tom-adeyemi\nowner: dorothy-kemp\nresponse_due: 2005-12-16\n---\n# Missed visits\n' >"$work/challenge.md"
want 0 --on 2005-12-05 --as tom-adeyemi file "$work/challenge.md" --as-kind challenge --group CTB
want 0 --on 2005-12-09 daily
shows 'an answer is due in five working days'
want 4 --on 2005-12-12 --as dorothy-kemp move CTB-2005-C001 answer
want 0 --on 2005-12-12 --as dorothy-kemp move CTB-2005-C001 answer --set 'response=Five visits were missed, and why.'
want 4 --on 2005-12-13 --as helen-marsh move CTB-2005-C001 close
want 0 --on 2005-12-13 --as helen-marsh move CTB-2005-C001 close --set decision=CTB-2005-D004
want 0 --json show CTB-2005-C001
shows '"responded":"2005-12-12"'
shows '"closed":"2005-12-13"'

# outside, from any stage
want 0 --on 2005-12-13 --as tom-adeyemi file "$work/dispute.md" --as-kind dispute --group EYG
want 4 --on 2005-12-14 --as tom-adeyemi move EYG-2005-X001 refer --reason 'a child is at risk'
want 0 --on 2005-12-14 --as tom-adeyemi move EYG-2005-X001 refer --reason 'a child is at risk' --set 'referred_to=the Ombudsman'

sound
finish
