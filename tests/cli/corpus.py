#!/usr/bin/env python3
"""Two years of the papers of Wendlebury: every raw text of tests/fixtures/corpus is put into a new record as its steps.txt says, and
then the record must be sound, must say what a person reads in the papers (decisions.tsv, actions.tsv, attendance.tsv), and must
answer as it did before (golden/).

  corpus.py PROGRAM FIXTURES [--write]      --write lays the answers down anew; look at the difference before it is kept
"""
import json
import os
import shlex
import subprocess
import sys
import tempfile

program, fixtures = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
corpus = os.path.join(fixtures, "corpus")
write = "--write" in sys.argv[3:]
failures = 0

TODAY = "2007-12-31"

# the answers held word for word: file in golden/, and the question
GOLDEN = [
    ("decisions", ["decisions"]),
    ("decisions-as-at-2006-12-31", ["decisions", "--group", "strategy-board", "--as-at", "2006-12-31"]),
    ("decisions-known-at-2006-12-01", ["decisions", "--group", "strategy-board", "--known-at", "2006-12-01"]),
    ("actions", ["actions"]),
    ("actions-overdue", ["actions", "--overdue"]),
    ("irregularities", ["irregularities", "--all"]),
    ("conditions", ["list", "conditions"]),
    ("conditions-as-at-2006-06-01", ["list", "conditions", "--as-at", "2006-06-01"]),
    ("delegations", ["list", "delegations"]),
    ("interests", ["list", "interests"]),
    ("reports", ["reports", "--group", "executive-group"]),
    ("terms-reviews", ["list", "terms-reviews"]),
    ("memberships", ["list", "memberships", "--group", "strategy-board", "--as-at", "2006-12-31"]),
    ("challenges", ["list", "challenges"]),
    ("forward-plan", ["list", "forward-plan"]),
    ("corrections", ["corrections"]),
    ("trail-pilot", ["trail", "CTB-2006-D002"]),
    ("trail-centre", ["trail", "CTB-2006-D011"]),
    ("trail-winter-fund", ["trail", "CTB-2006-D015"]),
    *[(f"stands-{topic}-as-at-{day}", ["stands", topic, "--as-at", day])
      for topic in ("assessment", "centre", "participation") for day in ("2006-06-01", "2006-12-31", "2007-12-31")],
    ("lines", ["lines", "--as-at", "2006-12-31"]),
    ("show-pilot", ["show", "CTB-2006-D002"]),
    ("show-inquorate-and-ratified", ["show", "CTB-2006-D015"]),
    ("show-supersedes", ["show", "CTB-2006-D022"]),
    ("show-extended-twice", ["show", "CTB-2006-A002"]),
    ("show-minutes", ["show", "CTB-2006-M004-minutes"]),
    # what check-paper says of them: clean papers, and a number left out
    ("check-report", ["check-paper", "2006-03-14-common-assessment-report.txt"]),
    ("check-minutes", ["check-paper", "2006-12-12-strategy-board-minutes.txt"]),
    ("check-gap", ["check-paper", "2006-05-24-early-years-notes.txt"]),
]

# At least this share of what a person finds must be found, and at most this many finds that no person would make, in per cent.
LEAST = {"decisions": 93, "actions": 84, "present": 83, "apologies": 88}
MOST_WRONG = {"decisions": 2, "actions": 16}


def fail(words):
    global failures
    failures += 1
    print("not so: " + words)


def ask(home, words, as_json=True):
    """A question as on the last day of the two years, so that no answer depends on the clock."""
    done = subprocess.run([program, "-C", home, "--on", TODAY, *(["--json"] if as_json else []), *words], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, timeout=120, cwd=corpus)
    if done.returncode and not (words[0] == "check-paper" and done.returncode == 1):
        fail(f"minutebook {' '.join(words)} ends with {done.returncode}: {done.stderr[-400:]}")
    return [json.loads(line) for line in done.stdout.splitlines()] if as_json else done.stdout


def lines(name):
    with open(os.path.join(corpus, name), encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line and not line.startswith("#"):
                yield line


def play(home):
    subprocess.run([program, "init", home, "--rehearsal", "--on", "2006-01-02"], check=True, stdout=subprocess.DEVNULL, timeout=60)
    for line in lines("steps.txt"):
        at, status, words = line.split(" ", 2)
        argv = [program, "-C", home, "--on", at, *shlex.split(words)]
        done = subprocess.run(argv, cwd=corpus, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
        if done.returncode != int(status):
            fail(f"{at} minutebook {words}: status {done.returncode}, not {status}\n{done.stdout[-1500:]}")


# ---- what a person reads in the papers -------------------------------------------------------------------------

def plain(s):
    for a, b in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"')):
        s = s.replace(a, b)
    return " ".join(s.lower().split())


def tell(what, found, expected, wrong, total, missing):
    share, bad = 100 * found / max(expected, 1), 100 * wrong / max(total, 1)
    print(f"{what}: {found} of {expected} found ({share:.0f}%)" + (f", {wrong} of {total} wrong ({bad:.0f}%)" if total else ""))
    for m in missing:
        print("  " + m)
    if share < LEAST[what]:
        fail(f"{what}: fewer than {LEAST[what]}% found")
    if total and bad > MOST_WRONG[what]:
        fail(f"{what}: more than {MOST_WRONG[what]}% wrong")


def match(what, expected, rows, same):
    """expected: (meeting, label, test); rows are used once each."""
    left, missing = {k: list(v) for k, v in rows.items()}, []
    for meeting, label, want in expected:
        hit = next((r for r in left.get(meeting, []) if same(r, want)), None)
        if hit is None:
            missing.append(f"missing: {meeting}: {label}")
        else:
            left[meeting].remove(hit)
    over = [(m, r) for m, rest in left.items() for r in rest]
    missing += [f"not in the papers: {m}: {r['id']} {r.get('title', '')[:70]}" for m, r in over]
    n = len(expected)
    tell(what, n - len([m for m in missing if m.startswith("missing")]), n, len(over), sum(map(len, rows.values())), missing)


def by_meeting(home, rows, when):
    out = {}
    for r in rows:
        if r["id"].split("-")[2][0] in "DA":
            out.setdefault(f"{r['id'].split('-')[0]} {when(r)}", []).append(r)
    return out


def facts(home):
    meetings = {m["id"]: m for m in ask(home, ["meetings"])}

    def held(r):
        return meetings[r["meeting"]]["date"] if r.get("meeting") in meetings else "?"

    want = []
    for line in lines("decisions.tsv"):
        meeting, _, kinds, words = line.split("\t")
        want.append((meeting, f"{kinds}: {words}", (kinds.split(","), plain(words))))
    match("decisions", want, by_meeting(home, ask(home, ["decisions"]), held),
          lambda r, w: r["outcome"] in w[0] and w[1] in plain(r["text"]))

    want = []
    for line in lines("actions.tsv"):
        meeting, _, owner, due, words, _ = line.split("\t")
        want.append((meeting, f"{owner} by {due}: {words}", (owner, due, plain(words))))
    match("actions", want, by_meeting(home, ask(home, ["actions"]), held),
          lambda r, w: (r.get("owner") or "-") == w[0] and (r.get("first_due") or "-") == w[1]
          and w[2] in plain(r.get("text") or r["title"]))

    attendance(home, meetings)


def attendance(home, meetings):
    found, of, missing = {"present": 0, "apologies": 0}, {"present": 0, "apologies": 0}, {"present": [], "apologies": []}
    by = {f"{m['id'].split('-')[0]} {m['date']}": m["id"] for m in meetings.values()}
    for line in lines("attendance.tsv"):
        meeting, present, _, apologies = line.split("\t")
        rows = ask(home, ["show", by[meeting]])[0].get("attendance") or []
        seen = {"present": {r["person"] + (">" + r["substitute_for"] if r.get("substitute_for") else "") for r in rows
                            if r["as"] == "present" and r.get("person")},
                "apologies": {r["person"] for r in rows if r["as"] == "apologies" and r.get("person")}}
        for part, names in (("present", present), ("apologies", apologies)):
            for name in names.split() if names != "-" else []:
                of[part] += 1
                if name in seen[part]:
                    found[part] += 1
                else:
                    missing[part].append(f"missing: {meeting}: {name}")
    for part in ("present", "apologies"):
        tell(part, found[part], of[part], 0, 0, missing[part])


# ---- golden answers --------------------------------------------------------------------------------------------

def golden(home):
    folder = os.path.join(corpus, "golden")
    os.makedirs(folder, exist_ok=True)
    for name, words in GOLDEN:
        path, now = os.path.join(folder, name + ".txt"), ask(home, words, as_json=False)
        if write:
            with open(path, "w", encoding="utf-8") as f:
                f.write(now)
            continue
        try:
            with open(path, encoding="utf-8") as f:
                then = f.read()
        except FileNotFoundError:
            then = ""
        if now != then:
            fail(f"minutebook {' '.join(words)} answers otherwise than golden/{name}.txt")
            done = subprocess.run(["diff", "-u", path, "-"], input=now, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            print(done.stdout[:3000])


with tempfile.TemporaryDirectory(prefix="minutebook-corpus.") as where:
    record = os.path.join(where, "record")
    play(record)
    ask(record, ["verify"])
    ask(record, ["index", "check"])
    facts(record)
    golden(record)
print("the answers were laid down anew" if write else f"{failures} failures")
sys.exit(1 if failures else 0)
