#!/usr/bin/env bash
# A folder of past minutes: taken over on trust, in order, once; stopped and killed anywhere; what cannot be placed is listed.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
new_record
past=$work/past
mkdir -p "$past/2003"

minutes() { # FILE DATE-IN-WORDS RESOLUTION ACTION
	cat >"$1" <<END
# Minutes of the Children's Trust Strategy Board

Held on $2 at 2.00 pm in the Town Hall

**Present**

- Helen Marsh (Chair)
- Anita Verma

## 1. Actions from the last meeting

Jane Whitlock had written to the schools about the first plan; completed.

## 2. Plans

The plan for play should go ahead. Agreed.

**RESOLVED:** That $3.

**ACTION:** Jane Whitlock to $4 by 1 March 2004.
END
}
minutes "$past/b.md" "Tuesday 9 December 2003" "the minutes of the meeting held on 11 November 2003 be approved as a correct record" "write to the parents about the second plan"
minutes "$past/2003/a.txt" "Tuesday 11 November 2003" "the first plan be agreed" "write to the schools about the first plan"
sed -i '/^## 1/,/^## 2/{/^Jane/d}' "$past/2003/a.txt"
printf -- '---\nlayout: page\nstate: published\nauthor: A. Clerk\ntitle: Old minutes\n---\n\n' >"$past/c.md"
minutes "$work/c" "Tuesday 13 January 2004" "the third plan be noted" "write to the police about the third plan"
cat "$work/c" >>"$past/c.md"
cp "$past/b.md" "$past/twin.md"
sed 's/second plan/2nd plan/' "$past/b.md" >"$past/other-b.md"
: >"$past/empty.md"
printf '# Minutes of the Board\n\ncaf\xe9\n' >"$past/latin.md"
printf 'PDF' >"$past/scan.pdf"
sed 's/Tuesday 9 December 2003/Tuesday 9 December/; s/ held on 11 November 2003//; s/1 March 2004/spring/' "$past/b.md" >"$past/yearless.md"
sed 's/Held on .*/Held in the Town Hall/; s/ held on 11 November 2003//; s/1 March 2004/spring/' "$past/b.md" >"$past/undated.md"
sed "s/of the Children's Trust Strategy Board/of the Harbour Board/; s/9 December/16 December/" "$past/b.md" >"$past/harbour.md"
printf '# Agenda of the Strategy Board\n\nTuesday 9 December 2003\n\n1. To receive apologies\n2. To approve the minutes\n3. To consider plans\n' >"$past/agenda.md"

mark
want 0 --on 2005-09-05 import "$past" --dry-run
unchanged "a dry run"
shows '4 meetings would be taken over' # two texts of one meeting: what is only tried does not see the other
want 0 --on 2005-09-05 import "$past" --report "$work/report.json"
shows '^3 meetings taken over, 0 already here, 9 files left out: 3 decisions, 3 actions'
python3 - "$work/report.json" <<'END' || fail "the report as JSON"
import json, sys
r = json.load(open(sys.argv[1]))
f = {x["file"]: x for x in r["files"]}
assert [x["file"] for x in r["files"] if x["what"] == "imported"] == ["2003/a.txt", "b.md", "c.md"], r["files"]
assert f["b.md"]["minutes"] == "CTB-2003-M002-minutes" and f["b.md"]["date"] == "2003-12-09"
assert [q["answer"] for q in f["b.md"]["likely"]] == ["CTB-2004-A001", "1"] or [q["what"] for q in f["b.md"]["likely"]] == ["done", "decision"], f["b.md"]
for name, words in { "twin.md": "the same text as b.md", "other-b.md": "in other words", "empty.md": "empty", "latin.md": "not UTF-8: save as UTF-8",
                     "scan.pdf": "not a text file", "yearless.md": "no year", "undated.md": "no date", "harbour.md": "no group of this record",
                     "agenda.md": "an agenda and no minutes" }.items():
    assert f[name]["what"] == "left out" and words in f[name]["why"], f[name]
assert r["left_out"] == 9 and r["likely"] == sum(len(x["likely"]) for x in r["files"])
END
want 0 --on 2005-09-05 import "$past" --group early-years --dry-run
shows "other-b.md: left out: the text is of .Children's Trust Strategy Board. .strategy-board., and was to be taken over for early-years"
shows 'harbour.md: imported'
shows "the text says that it is of 'Harbour Board'; it is filed for early-years, as asked"
# on trust: dated by its meeting, not judged, nobody chased, nothing reported
log=$(git -C "$home/record.git" log --first-parent --format='%ad|%s' --date=short main)
grep -q "^2003-12-09|Beth Corrigan took over minutes CTB-2003-M002-minutes" <<<"$log" || fail "one change a meeting, dated by it: $log"
want 0 --json list minutes --state received
[ "$(wc -l <<<"$out")" = 3 ] || fail "three minutes received"
want 0 --json decisions
[ "$(grep -c '"state":"received"' <<<"$out")" = 3 ] || fail "three decisions received"
shows '"approves":"CTB-2003-M001-minutes"'
want 0 irregularities
shows 'othing' # two members were present, and nobody judges it
want 0 --json reports
[ -z "$out" ] || fail "nothing is reported up from the past"
want 0 --on 2005-09-06 daily --dry-run
if grep -q 'CTB-200[34]' <<<"$out"; then fail "nobody is chased for the past"; fi
want 0 --json show CTB-2004-M001-minutes
shows '"layout":"page"' # what another program wrote in front is kept, and means nothing
shows '"received_text":"[0-9a-f]{64}"'
mark
want 0 --on 2005-09-06 import "$past"
shows '^0 meetings taken over, 4 already here' # b.md twice
unchanged "the same folder again"

# what was likely is accepted later, and stays on trust
want 0 --on 2005-09-06 file CTB-2003-M002-minutes --accept-likely
shows 'decision recorded|CTB-2003-D00'
want 0 --json decisions
[ "$(grep -c '"state":"received"' <<<"$out")" = 4 ] || fail "what is accepted out of past minutes is on trust too"
want 0 --json actions
shows '"state":"done"' # the later minutes say so
want 0 --json reports
[ -z "$out" ] || fail "nothing is reported up from the past, later either"
want 3 --on 2005-09-06 import "$work/nowhere"
sound

# stopped, killed, and run again: whole at every moment, and nothing twice
many=$work/many
mkdir "$many"
for i in $(seq 1 24); do minutes "$many/m$i.md" "$i January 2002" "plan $i be noted" "write about plan $i"; done
count() { git -C "$home/record.git" rev-list --count main; }
stop_with() { # SIGNAL: once it has taken something over
	local from pid
	from=$(count)
	"$MINUTEBOOK" -C "$home" --on 2005-09-07 import "$many" >"$work/out" 2>"$work/err" &
	pid=$!
	while kill -0 "$pid" 2>/dev/null && [ "$(count)" -lt $((from + 2)) ]; do sleep 0.02; done
	kill -s "$1" "$pid" 2>/dev/null
	wait "$pid"
	status=$? out=$(cat "$work/out") err=$(cat "$work/err")
}
new_record
want 4 --as paul-okafor --on 2005-09-05 import "$many"
shows 'm1.md: left out: refused by the rules: .*board officer: beth-corrigan'
unchanged "an import by somebody who may not"
stop_with INT
[ "$status" = 1 ] || [ "$status" = 0 ] || fail "stopped: status $status"
[ "$status" = 0 ] || shows 'Stopped between two meetings'
want 0 verify
stop_with KILL
want 0 verify
want 0 --on 2005-09-07 import "$many"
shows '0 files left out'
want 0 --json list minutes
[ "$(wc -l <<<"$out")" = 24 ] || fail "each meeting once: $(wc -l <<<"$out")"
sound
finish
