#!/bin/bash
# The gate in the future tense: the countdown to a meeting, notices that became short, the end of the calendar, the rules in words.
. "$(dirname "$0")/lib.sh"
home=$work/record
must "$work" --on 2005-09-01 init "$home" --rehearsal

# holds WORDS: what was said last has these words; lacks WORDS: it has not.
holds() {
	tr -s ' \n' '  ' <"$work/said" | grep -qF -- "$1" || fail "no '$1' in: $(cat "$work/said")"
}
lacks() {
	tr -s ' \n' '  ' <"$work/said" | grep -qF -- "$1" && fail "'$1' in: $(cat "$work/said")"
	return 0
}
next() {
	must "$home" next CTB-2005-M001 --on "$1"
}

# Nothing filed yet: agenda and minutes are foreseen.
must "$home" --on 2005-09-19 meeting new strategy-board 2005-10-11 --time 14:00
next 2005-09-19
holds "1. by Mon 3 Oct 2005 17:00: file CTB-2005-M001-agenda"
holds "2. by Mon 3 Oct 2005 17:00: publish CTB-2005-M001-agenda - Beth Corrigan (board officer)"
holds "working days counted: 2005-10-04 2005-10-05 2005-10-06 2005-10-07 2005-10-10, 5 needed (terms of reference"
holds "a moment later: working days counted: 2005-10-05"
holds "from Tue 11 Oct 2005: file CTB-2005-M001-minutes"
holds "by Tue 25 Oct 2005: circulate CTB-2005-M001-minutes"

# A paper on the agenda: sign-offs, approval, the vice chair only in the chair's absence, then the agenda; nothing is written.
before=$(main_of "$home")
must "$home" --as paul-okafor --on 2005-09-19 file "$papers/report.md" --group strategy-board --meeting CTB-2005-M001
must "$home" --on 2005-09-21 file "$papers/agenda.md" --meeting CTB-2005-M001
written=$(main_of "$home")
[ "$before" != "$written" ] || fail "nothing was filed"
next 2005-09-22
holds "1. by Mon 3 Oct 2005 17:00: sign CTB-2005-P001 as finance lead - Farah Nazir (finance lead)"
holds "2. by Mon 3 Oct 2005 17:00: sign CTB-2005-P001 as legal lead"
holds "3. by Mon 3 Oct 2005 17:00: approve CTB-2005-P001 - Helen Marsh (chair); Anita Verma (vice chair) only if the chair is away"
holds "4. by Mon 3 Oct 2005 17:00: publish CTB-2005-M001-agenda"
[ "$written" = "$(main_of "$home")" ] || fail "a question changed the record"

# As data: each step once, in the same order, with days and proof.
must "$home" --json next CTB-2005-M001 --on 2005-09-22
holds '"step":4,"meeting":"CTB-2005-M001","id":"CTB-2005-M001-agenda"'
holds '"last":"2005-10-03","last_working":"2005-10-03","before":"17:00"'
holds '"needed_for":"approve CTB-2005-P001"'

# One sign-off given: it is asked for no more; the other still is.
must "$home" --as farah-nazir --on 2005-09-23 sign CTB-2005-P001 --role "finance lead"
next 2005-09-26
lacks "as finance lead - "
holds "1. by Mon 3 Oct 2005 17:00: sign CTB-2005-P001 as legal lead"

# On the last day, before and after the hour; and when it is too late.
must "$home" next CTB-2005-M001 --on 2005-10-03T16:00
holds "by Mon 3 Oct 2005 17:00: publish"
must "$home" next CTB-2005-M001 --on 2005-10-03T17:00
holds "no lawful day is left: publish CTB-2005-M001-agenda"
holds "the last lawful day was 2005-10-03"

# What the countdown says is what the gate then does.
must "$home" --as leonard-shaw --on 2005-09-29 sign CTB-2005-P001 --role "legal lead"
says 4 "the chair is away" "$home" --as anita-verma --on 2005-09-30 move CTB-2005-P001 approve
must "$home" --as anita-verma --on 2005-09-30 move CTB-2005-P001 approve --reason "the chair is away until 5 October"
must "$home" try publish CTB-2005-M001-agenda --on 2005-10-03T16:59
says 4 "five clear working days" "$home" try publish CTB-2005-M001-agenda --on 2005-10-03T17:00
must "$home" --on 2005-10-03T16:59 move CTB-2005-M001-agenda publish
next 2005-10-04
lacks "publish CTB-2005-M001-agenda -"
holds "1. from Tue 11 Oct 2005: file CTB-2005-M001-minutes"

# A bank holiday proclaimed after notice was given: the notice was lawful and is short; it is listed, and the ruling stands.
must "$home" notices --on 2005-10-04
holds "No notice became short"
calendar=$work/calendar.yaml
git_in "$home" show main:calendar/england-and-wales.yaml >"$calendar"
echo '  - {date: 2005-10-07, name: "Day of thanks", known: 2005-10-05}' >>"$calendar"
must "$home" --on 2005-10-05 edit calendar/england-and-wales.yaml --file "$calendar"
must "$home" notices --on 2005-10-06
holds "CTB-2005-M001-agenda"
holds "became short by Fri 7 Oct 2005 (Day of thanks), known since Wed 5 Oct 2005"
holds "as known now: working days counted: 2005-10-04 2005-10-05 2005-10-06 2005-10-10; 5 needed"
holds "the meeting is still to come"
must "$home" --json notices --on 2005-10-12
holds '"to_come":false'
must "$home" verify

# The end of the calendar: a warning from ninety days before, nothing certified after.
must "$home" --on 2027-10-01 daily --dry-run
lacks "bank holidays known end"
must "$home" --on 2027-10-04 daily --dry-run
holds "The bank holidays known end on Fri 31 Dec 2027"
must "$home" --on 2027-11-01 meeting new strategy-board 2028-01-18
must "$home" next CTB-2028-M001 --on 2027-11-02
holds "no lawful day is left: publish CTB-2028-M001-agenda"
holds "add the bank holidays up to 2028-01-18 to the calendar"
holds "The bank holidays known end on Fri 31 Dec 2027"

# A notice that may go out on a Sunday names the working day before it as well.
must "$home" --on 2027-11-03 meeting new workforce 2027-11-16
must "$home" --json next WFD-2027-M001 --on 2027-11-04
holds '"last":"2027-11-08"'

# Not a meeting, cancelled, unknown.
says 3 "CTB-2005-M009" "$home" next CTB-2005-M009
must "$home" --on 2027-11-04 move WFD-2027-M001 cancel
must "$home" next WFD-2027-M001 --on 2027-11-05
lacks "what must still happen"

# The rules in words, for each kind with a workflow, also as pages of the handbook.
must "$home" rules doc paper
holds "# Paper"
holds "the finance lead has signed off the very text as it stands"
holds "It may be waived by the chair, with a stated reason."
says 3 "did you mean 'paper'" "$home" rules doc papr
for kind in paper agenda minutes decision action report key-decision-notice call-in; do
	must "$home" rules doc $kind
	git_in "$home" show "main:handbook/rules-$kind.md" | diff - "$work/said" >/dev/null || fail "handbook/rules-$kind.md is another page"
done

# Both packs stand in the record, without a slip, and their tests leave no gap.
must "$home" rules check
must "$home" rules test
holds ", 0 failed; 0 gaps"

# What it costs, in an open record (the target is for a release build on a quiet machine, so it is shown and not asserted).
if [ -x "$tools/countdown" ]; then
	"$tools/countdown" "$home" CTB-2028-M001 2027-11-04 5 || fail "the measure"
fi
echo "the countdown, notices, calendar and rules in words: as they should be"
