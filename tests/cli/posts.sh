#!/usr/bin/env bash
# Who holds a post, from when to when: a change ends and begins in place, through the gate, and is refused with a reason.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

new_record
settings() { git -C "$home/record.git" show main:partnership.yaml; }
not_shown() { ! grep -Eq -- "$1" <<<"$out" || fail "standard output shows: $1"; }
rest() { settings | grep -v '{role:'; }

want 0 --on 2005-09-05 posts
shows 'finance lead Farah Nazir, from Fri 1 Apr 2005$'
lines=$(rest)

# one follows the other; the past stays, and nothing else in the file moves
want 0 --on 2005-09-05 post give "finance lead" "Lucy Tran" --from 2005-10-01 --dry-run
[ "$lines" = "$(rest)" ] && ! settings | grep -q lucy-tran || fail "a dry run changed the settings"
want 0 --on 2005-09-05 post give "finance lead" "Lucy Tran" --from 2005-10-01
shows 'Beth Corrigan recorded that Lucy Tran is finance lead from Sat 1 Oct 2005, after Farah Nazir'
settings | grep -qx -- '  - {role: finance lead, person: farah-nazir, from: 2005-04-01, until: 2005-09-30}' || fail "the holding does not end in place"
settings | grep -qx -- '  - {role: finance lead, person: lucy-tran, from: 2005-10-01}' || fail "the next does not begin"
[ "$lines" = "$(rest)" ] || fail "other lines of the file changed"
want 0 --on 2005-09-05 posts
shows 'finance lead Farah Nazir, from Fri 1 Apr 2005, until Fri 30 Sep 2005'
not_shown 'Lucy Tran'
want 0 --on 2005-09-05 posts --as-at 2005-10-01
shows 'finance lead Lucy Tran, from Sat 1 Oct 2005'
not_shown 'Farah'
want 0 --on 2005-09-05 --json posts --all
shows '"person":"farah-nazir","from":"2005-04-01","until":"2005-09-30"'

# what was to begin later is told to whoever comes in between
want 0 --on 2005-09-06 post give "finance lead" olive-brandt --from 2005-09-20 --dry-run
shows 'lucy-tran takes the post up on Sat 1 Oct 2005, as was recorded before'

# several at once, one of them ends, none is left
want 0 --on 2005-09-06 post add "legal lead" naomi-prentice
want 5 --on 2005-09-06 post add "legal lead" naomi-prentice
says 'naomi-prentice is legal lead already'
want 0 --on 2005-09-07 post give "legal lead" olive-brandt leonard-shaw
want 0 --on 2005-09-07 posts
shows 'legal lead Naomi Prentice'
shows 'legal lead Olive Brandt'
not_shown 'Leonard Shaw, from Fri 1 Apr 2005$'
want 0 --on 2005-09-08 post end "scrutiny chair" --from 2005-09-30
shows 'Edith Marlowe is scrutiny chair no more after Thu 29 Sep 2005'

# bad input
want 6 --on 2005-09-08 post give "finance led" lucy-tran
says "did you mean 'finance lead'"
want 3 --on 2005-09-08 post give "legal lead" nobody-here
want 3 --on 2005-09-08 post end "legal lead" farah-nazir
says 'farah-nazir does not hold the post of legal lead'
want 6 --on 2005-09-08 post end "legal lead" naomi-prentice --from 2005-09-06
says 'can end the day after at the earliest'
want 6 --on 2005-09-08 post give "legal lead" tom-adeyemi --from 2005-02-30
want 6 --on 2005-09-08 post end "board officer" --from 2005-12-01
says 'nobody could keep the record'
want 4 --on 2005-09-08 --as helen-marsh post give "legal lead" helen-marsh
says 'only the board officer changes it'
want 3 --on 2005-09-08 post give "legal lead" tom-adeyemi --decision CTB-2005-D099

# where a decision is asked for, it is asked for whichever way the file changes
settings | sed 's/^rules_decided_by/posts_decided_by: strategy-board\nrules_decided_by/' >"$work/settings.yaml"
want 0 --on 2005-09-09 edit partnership.yaml --file "$work/settings.yaml"
want 4 --on 2005-09-09 post give "legal lead" tom-adeyemi
says 'cite a decision of strategy-board that agreed to it'
settings | sed 's/^roles:/roles:\n  - {role: legal lead, person: tom-adeyemi, from: 2005-09-09}/' >"$work/settings.yaml"
want 4 --on 2005-09-09 edit partnership.yaml --file "$work/settings.yaml"
says 'cite a decision of strategy-board'
want 0 --on 2005-09-09 meeting new strategy-board 2005-09-12
printf "# Minutes of the Children's Trust Strategy Board\n\nHeld on Monday 12 September 2005\n\n## Attendance\n\n**Present**\n\n- Helen Marsh (Chair)\n- Anita Verma\n- Jane Whitlock\n- Martin Quill\n\n## 4. Officers\n\n**RESOLVED:** That Tom Adeyemi be legal lead.\n" >"$work/minutes.md"
want 0 --on 2005-09-13 file "$work/minutes.md"
decision=CTB-2005-D001
want 0 --on 2005-09-13 show "$decision"
shows 'legal lead'
want 0 --on 2005-09-13 post give "legal lead" tom-adeyemi --decision "$decision"
shows "by $decision"
settings | grep -qx -- "  - {role: legal lead, person: tom-adeyemi, from: 2005-09-13, decision: $decision}" || fail "the decision is not cited"

want 0 index check
sound
finish
