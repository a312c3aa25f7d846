#!/usr/bin/env bash
# Filing with questions: what is sure is filed, what is likely is asked about; a corrected draft; earlier actions; bad input.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
new_record

want 0 --on 2005-09-02 meeting new strategy-board 2005-10-11
want 0 --on 2005-09-02 meeting new strategy-board 2005-11-15
cat >"$work/m1.md" <<'END'
Minutes of the Children's Trust Strategy Board

Held on Tuesday 11 October 2005 at 2.00 pm in the Town Hall

Present: Helen Marsh (Chair), Anita Verma, Tom Adeyemi, Jane Whitlock, Martin Quill

Apologies: Dorothy Kemp

1. Apologies for absence

As above.

2. Play strategy

The play strategy for 2006 should go ahead. Agreed. Jane Whitlock to send the strategy to all schools by 28 October 2005.

3. Grants

RESOLVED: That a grant of £12,000 be made to the Wendlebury Play Association.

ACTION: Paul Okafor to write to the Association by 15 November 2005.

ACTION: produce the list of centres

4. Date of next meeting

Tuesday 15 November 2005
END

# ---- sure and likely ----
mark
want 0 --on 2005-10-13 file "$work/m1.md" --dry-run
unchanged "a dry run"
shows '1 +"The play strategy for 2006'
want 0 --on 2005-10-13 file "$work/m1.md"
shows 'CTB-2005-D001 +decision recorded: agreed +a grant'
shows 'names no owner, and is kept without one: produce the list of centres'
shows '^  1 +"The play strategy for 2006 should go ahead\.", item 2 \(line 15\): record this as a decision'
shows '^  2 +"send the strategy to all schools", item 2'
shows "file $work/m1.md --on 2005-10-13 --accept 1,2"
shows 'file .*/m1.md --on 2005-10-13 --accept-likely'
want 3 show CTB-2005-D002
want 0 --on 2005-10-13 show CTB-2005-M001-minutes
shows 'The play strategy for 2006 should go ahead' # no word is lost: the text is whole

mark
want 0 --on 2005-10-13 file "$work/m1.md"
shows 'Nothing to change'
shows '^  1 +"The play strategy'
unchanged "the same text again"
want 6 --on 2005-10-13 file "$work/m1.md" --accept 3
says "'3' answers no question about this text; open are: 1, 2"
unchanged "an answer to nothing"
want 0 --on 2005-10-13 file "$work/m1.md" --accept 2
shows 'accepted what was open in minutes CTB-2005-M001-minutes'
shows 'CTB-2005-A003 +action recorded +send the strategy'
shows '^  1 +"The play strategy' # and kept its number
want 0 --on 2005-10-13 --json file CTB-2005-M001-minutes --accept-likely # its text as it stands
shows '"questions":\[\]'
shows '"id":"CTB-2005-D002"[^}]*"change":"added"'
mark
want 0 --on 2005-10-13 file "$work/m1.md"
shows 'Nothing to change'
unchanged "all answered"

# ---- a corrected draft ----
sed 's/grant of £12,000/grant of up to £12,000/; s/The play strategy for 2006 should go ahead. Agreed./Members heard of it./' "$work/m1.md" >"$work/m1b.md"
want 0 --on 2005-10-14 --json file "$work/m1b.md"
shows '"id":"CTB-2005-D001"[^}]*"change":"changed","was":"That a grant of £12,000'
shows '"id":"CTB-2005-D002"[^}]*"change":"dropped"'
want 0 --on 2005-10-14 show CTB-2005-D002
shows 'dropped from draft'
want 0 --on 2005-10-14 file "$work/m1.md" --accept-likely
shows 'registers: 0 added, 1 changed, 0 dropped, and what was dropped before is back'
shows 'was: That a grant of up to'
want 0 --on 2005-10-14 --json show CTB-2005-D002
shows '"state":"recorded"'

# other words under the same item: asked, and nothing filed before the answer
sed 's/a grant of £12,000 be made to the Wendlebury Play Association/the officers report on the Wendlebury Play Association/' "$work/m1.md" >"$work/m1c.md"
mark
want 6 --on 2005-10-14 file "$work/m1c.md"
says 'nothing was filed: the corrected text leaves open'
shows 'this is still CTB-2005-D001, which said "That a grant'
shows 'CTB-2005-D001=new: it is another'
unchanged "a doubtful correction"
want 0 --on 2005-10-14 --json file "$work/m1c.md" --dry-run --accept CTB-2005-D001
shows '"id":"CTB-2005-D001"[^}]*"change":"changed"'
want 0 --on 2005-10-14 --json file "$work/m1c.md" --dry-run --accept CTB-2005-D001=new
shows '"id":"CTB-2005-D001"[^}]*"change":"dropped"'
shows '"id":"CTB-2005-D003"[^}]*"change":"added"'
unchanged "dry runs"

# ---- earlier actions ----
cat >"$work/m2.md" <<'END'
# Minutes of the Children's Trust Strategy Board

Held on Tuesday 15 November 2005 at 2.00 pm in the Town Hall

**Present**

- Helen Marsh (Chair)
- Anita Verma
- Tom Adeyemi
- Jane Whitlock
- Martin Quill

## 1. Actions from the last meeting

| Item | Action | Owner | Comments |
|------|--------|-------|----------|
| 3 | Write to the Association | Paul Okafor | Completed 20 October |
| 2 | Send the strategy to all schools | Jane Whitlock | Not yet done; carried forward |
| 9 | Buy a new kettle | Tom Adeyemi | Done |

## 2. Matters arising

Minute 3: the list of centres had been produced and was now complete.

**ACTION:** Tom Adeyemi to thank the officers by 30 November 2005.

## 3. Minutes

**RESOLVED:** That the minutes of the meeting held on 11 October 2005 be approved as a correct record, subject to the
correction from 'play strategy for 2006' to 'play strategy for 2006/07' on page 2.

## 4. Date of next meeting

Tuesday 13 December 2005 at 2.00 pm
END
want 0 --on 2005-11-17 file "$work/m2.md"
shows 'CTB-2005-A004 +action recorded +thank the officers' # under "matters arising", and new
[ "$(grep -c 'action recorded' <<<"$out")" = 1 ] || fail "what a table tells of earlier actions was recorded anew"
shows 'CTB-2005-A001 .*Completed 20 October.*mark CTB-2005-A001 as done'
shows 'CTB-2005-A003 .*carry CTB-2005-A003 forward to Tue 13 Dec 2005'
shows 'CTB-2005-A002 .*mark CTB-2005-A002 as done'
shows 'an action of an earlier meeting that the record does not have'
want 0 --on 2005-11-17 --json actions --state open
for id in A001 A002 A003 A004; do shows "CTB-2005-$id"; done # nothing is closed silently
want 0 --on 2005-11-17 file "$work/m2.md" --accept CTB-2005-A001,CTB-2005-A003
shows 'CTB-2005-A001 +done, as these minutes say'
shows 'CTB-2005-A003 +carried forward to Tue 13 Dec 2005'
shows '^  CTB-2005-A002' # still open
want 0 --on 2005-11-17 --json show CTB-2005-A003
shows '"first_due":"2005-10-28"'
shows '"due":"2005-12-13"'
shows 'minutes of CTB-2005-M002, item 1'
want 0 --on 2005-11-17 --json show CTB-2005-A001
shows '"outcome":"minutes of CTB-2005-M002, item 1: Completed 20 October"'
mark
want 0 --on 2005-11-17 file "$work/m2.md"
shows 'Nothing to change'
unchanged "followed up already"

# ---- corrections of earlier minutes ----
want 0 corrections
shows "Corrects +CTB-2005-M001-minutes"
shows 'At +page 2'
shows 'Old words +play strategy for 2006$'
shows 'New words +play strategy for 2006/07'
shows 'found: line 16 of the text'
want 0 --json corrections --group strategy-board
shows '"decision":"CTB-2005-D003"'
want 0 --json corrections --group early-years
[ -z "$out" ] || fail "another group's corrections"

# ---- names that fit two ----
cat >"$work/henry-marsh.md" <<'END'
---
kind: person
name: Henry Marsh
post: Assistant
---
END
want 0 --on 2005-11-18 edit people/henry-marsh.md --file "$work/henry-marsh.md"
want 0 --on 2005-11-18 meeting new early-years 2005-11-22
sed 's/^Minutes of .*/Minutes of the Early Years Group/; s/Tuesday 11 October 2005/Tuesday 22 November 2005/; s/Helen Marsh (Chair)/H Marsh/; s/28 October 2005/1 December 2005/' "$work/m1.md" >"$work/m3.md"
want 0 --on 2005-11-24 file "$work/m3.md" --meeting EYG-2005-M001
shows '^  H Marsh  .*say whom this means: helen-marsh or henry-marsh'
want 0 --on 2005-11-24 file "$work/m3.md" --meeting EYG-2005-M001 --accept-likely
shows '^  H Marsh  ' # nobody guesses among people
want 0 --on 2005-11-24 file "$work/m3.md" --meeting EYG-2005-M001 --accept "H Marsh=henry-marsh"
want 0 --json show EYG-2005-M001
shows '"person":"henry-marsh"'
mark
want 0 --on 2005-11-24 file "$work/m3.md" --meeting EYG-2005-M001
shows 'Nothing to change'
unchanged "a name that was answered stays answered"

# ---- bad input ----
mark
cat "$work/m1.md" "$work/m2.md" >"$work/two.md"
want 6 --on 2005-11-24 file "$work/two.md"
says 'holds two meetings: one begins on line 1 .*, another on line 28'
unchanged "two meetings"
sed 's/Strategy Board/Strategie Bord/' "$work/m1.md" >"$work/body.md"
want 6 --on 2005-11-24 file "$work/body.md"
says "no group of this record; the nearest is Children's Trust Strategy Board, strategy-board"
says 'one of council-executive, early-years'
sed 's/11 October 2005/11 October/; s/^Tuesday 15 November 2005/To be arranged/; s/ by 28 October 2005//; s/ by 15 November 2005//' "$work/m1.md" >"$work/year.md"
want 6 --on 2005-11-24 file "$work/year.md"
says "dated 'Tuesday 11 October', without a year, and the year is not guessed: say --meeting CTB-2005-M001"
unchanged "bad input"
cat >"$work/agenda.md" <<'END'
# Minutes of the Children's Trust Strategy Board

Tuesday 15 November 2005 at 2.00 pm

1. To receive apologies
2. To approve the minutes of the last meeting
3. To consider the play strategy
END
if grep -q 'breaks off' <<<"$out"; then fail "a whole text said to break off"; fi
want 0 --on 2005-11-24 file "$work/agenda.md" --as-kind minutes --dry-run
shows 'this is an agenda: .* filed as an agenda and not as minutes'
shows 'CTB-2005-M002-agenda'
cat >"$work/cut.md" <<'END'
# Play strategy

Report of the Chief Officer

## Summary

The strategy was sent to all schools. The answers of the schools and the views of the
END
want 0 --on 2005-11-24 file "$work/cut.md" --as-kind paper --group strategy-board --dry-run
shows 'the text breaks off in the middle of a sentence'
sed -i 's/ and the views of the$/ were gathered. They stand in the appendix which the board asked the officers/' "$work/cut.md"
want 0 --on 2005-11-24 file "$work/cut.md" --as-kind paper --group strategy-board --dry-run
shows 'the text breaks off in mid-sentence at its end'
printf '# Play strategy\n\nReport of the Chief Officer\n\n**Financial:** The money is there, and it is enough for the whole of the first year.\nBudgets rem' >"$work/cut.md"
want 0 --on 2005-11-24 file "$work/cut.md" --as-kind paper --group strategy-board --dry-run
shows 'the text breaks off in mid-sentence at its end'

# ---- judged again although its own text stands ----
new_record
want 0 --on 2005-09-02 meeting new strategy-board 2005-10-11
cat >"$work/v1.md" <<'END'
# Minutes of the Children's Trust Strategy Board

Held on Tuesday 11 October 2005 at 2.00 pm in the Town Hall

**Present**

- Helen Marsh (Chair)
- Anita Verma
- Jane Whitlock
- Martin Quill


## 3. Minutes

**RESOLVED:** That the plan be agreed.
END
sed -e '/Anita/a - Tom Adeyemi' -e '11d' "$work/v1.md" >"$work/v2.md" # one name more, and every line behind it where it was
want 0 --on 2005-10-13 file "$work/v1.md"
want 0 --on 2005-10-14 file "$work/v2.md"
want 0 verify # the decision's own bytes are the same; its quorum is not

# ---- usage ----
want 2 --on 2005-11-24 file "$work/m1.md" --review
says '^minutebook: --review asks on a terminal'
want 2 --on 2005-11-24 file "$work/m1.md" --review --accept 1
sound
finish
