#!/usr/bin/env bash
# Every command with --json prints one valid object a line, with snake_case keys; failures too.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

if command -v python3 >/dev/null; then
	valid() { python3 -c '
import json, re, sys
def keys(v):
    if isinstance(v, dict):
        for k, x in v.items():
            yield k
            yield from keys(x)
    elif isinstance(v, list):
        for x in v:
            yield from keys(x)
n = 0
for line in sys.stdin:
    v = json.loads(line)
    assert isinstance(v, dict), "not an object"
    for k in keys({k: x for k, x in v.items() if k != "front_matter"}):
        assert re.fullmatch(r"[a-z][a-z0-9_]*", k), "key " + k
    n += 1
assert n >= int(sys.argv[1]), "only %d lines" % n
' "$1"; }
elif command -v node >/dev/null; then
	valid() { node -e '
const lines = require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean);
for (const line of lines) if (typeof JSON.parse(line) !== "object") process.exit(1);
process.exit(lines.length >= Number(process.argv[1]) ? 0 : 1)' "$1"; }
else
	echo "neither python3 nor node: nothing to check JSON with" >&2
	exit 0
fi

json() { # LINES STATUS WORDS...: at least so many lines
	local lines=$1 expected=$2
	shift 2
	want "$expected" --json "$@"
	valid "$lines" <"$work/out" 2>"$work/why" || fail "minutebook --json $*: $(tail -1 "$work/why")"
}

new_record
json 1 0 meeting new CTB 2005-10-11 --on 2005-09-02
json 1 0 file "$story/report.md" --as paul-okafor --on 2005-09-19
shows '"id":"CTB-2005-P001"'
shows '"landed":true'
json 1 4 move CTB-2005-P001 approve --as helen-marsh --on 2005-09-19
shows '"ok":false'
shows '"outcome":"unsatisfied"'
json 1 0 sign CTB-2005-P001 --role 'finance lead' --as farah-nazir --on 2005-09-20
json 1 0 sign CTB-2005-P001 --role 'legal lead' --as leonard-shaw --on 2005-09-20
json 1 0 try approve CTB-2005-P001 --as helen-marsh --on 2005-09-20
shows '"dry_run":true'
json 2 3 move CTB-2005-P001 CTB-2005-P099 approve --as helen-marsh --on 2005-09-20
shows '"ok":true,"exit":0,"id":"CTB-2005-P001"'
shows '"ok":false,"exit":3,"id":"CTB-2005-P099"'
json 1 0 file "$story/agenda.md" --on 2005-10-03
json 1 0 move CTB-2005-M001-agenda publish --on 2005-10-03
json 1 0 file "$story/minutes-inquorate.md" --on 2005-10-13
json 1 0 daily --on 2005-11-04

for file in report agenda supplement minutes-1 minutes-inquorate executive-minutes; do
	json 1 0 read "$story/$file.md"
	shows '"recommendations":\['
	shows '"attendance":\{"chair":'
done
json 10 0 groups
json 1 0 group CTB
shows '"quorum":\{"value":4,'
json 10 0 people
json 1 0 meetings CTB
json 1 0 show CTB-2005-D001
shows '"trail":\{"paper":'
shows '"text":"'
json 1 0 show CTB-2005-P001 --as-at 2005-09-19
shows '"state":"draft"'
json 1 0 show handbook/README.md
json 2 0 history CTB-2005-P001
json 1 0 diff CTB-2005-P001
json 1 0 next CTB-2005-D001
json 1 0 next CTB-2005-M001
json 1 0 why CTB-2005-P001
json 1 0 why CTB-2005-P001 3
json 1 0 list decision
shows '"marks":"without effect: inquorate"'
json 1 0 decisions
json 1 0 actions --overdue --on 2005-12-31
shows '"days_late":[1-9]'
json 1 0 papers --where purpose=decision
json 0 0 papers --where purpose=information
json 1 0 reports
json 1 0 irregularities
json 1 0 search children
json 1 0 verify
shows '"ok":true'
json 1 0 index check
json 1 0 index rebuild
json 1 0 rules check
json 1 0 version
# failures
json 1 2 lits
shows '"exit":2'
json 1 3 show CTB-2005-P099
json 1 6 list paperz
says 'no kind of document'
sound
finish
