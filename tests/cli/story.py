#!/usr/bin/env python3
"""The main job from end to end: scripts/story on a new rehearsal record, then what must be true of the record it leaves.

With the environment variable MB_SAMPLES (a folder of real papers that is not part of the project) the same reading is
checked on the real report; without it that part is skipped, and says so.
"""
import json
import os
import subprocess
import sys
import tempfile

program, source = sys.argv[1:3]
checks = failures = 0


def check(name, ok, seen=None):
    global checks, failures
    checks += 1
    if not ok:
        failures += 1
        print(f"not so: {name}" + (f"\n  seen: {seen}" if seen is not None else ""))


def ask(home, *words, status=0):
    done = subprocess.run([program, "-C", home, "--json", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          timeout=120)
    check(f"minutebook {' '.join(words)} ends with {status}", done.returncode == status, done.stderr + done.stdout[-600:])
    return [json.loads(line) for line in done.stdout.splitlines()]


def git(home, *words):
    return subprocess.run(["git", "-C", os.path.join(home, "record.git"), *words], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=120)


def by_id(rows):
    return {row["id"]: row for row in rows}


def main(folder):
    home = os.path.join(folder, "record")
    subprocess.run([program, "--on", "2005-09-01", "init", home, "--rehearsal"], check=True, stdout=subprocess.DEVNULL, timeout=60)
    told = subprocess.run([os.path.join(source, "scripts", "story"), program, home], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=300)
    check("the story runs to its end", told.returncode == 0, told.stdout[-1500:])
    text = told.stdout

    # notice: five clear days listed, four for the supplement, and the refusal proves itself
    check("the five clear days are listed", "2005-10-04 2005-10-05 2005-10-06 2005-10-07 2005-10-10" in text)
    check("the supplement lists its four days", "working days counted: 2005-10-05 2005-10-06 2005-10-07 2005-10-10" in text)
    check("a late item waits for the chair's ruling", "urgent, for the chair to rule at the meeting" in text)
    check("voided sign-offs are named", "signed an earlier text: Farah Nazir" in text)
    check("the author may not approve", "nobody approves their own work" in text)

    # decisions, with ids that stayed
    decisions = by_id(ask(home, "decisions", "--group", "strategy-board"))
    check("twelve decisions with ids in order", sorted(decisions) == [f"CTB-2005-D{n:03d}" for n in range(1, 13)], sorted(decisions))
    check("a corrected wording kept its id", "up to £12,000" in decisions["CTB-2005-D006"]["text"], decisions["CTB-2005-D006"])
    check("the paper is linked", decisions["CTB-2005-D002"].get("paper") == "CTB-2005-P001", decisions["CTB-2005-D002"])
    check("the urgent item's paper too", decisions["CTB-2005-D007"].get("paper") == "CTB-2005-P002")
    check("a condition is kept", decisions["CTB-2005-D003"].get("condition", "").startswith("subject to consultation"))
    check("a delegation is kept", "Chief Officer" in decisions["CTB-2005-D004"].get("delegate_to", ""))
    check("minutes are approved by a decision", decisions["CTB-2005-D009"].get("approves") == "CTB-2005-M001-minutes")
    check("ratification is linked", decisions["CTB-2005-D011"].get("ratifies") == "CTB-2005-D008")

    # the inquorate decision: marked, listed, ratified, and reported only then
    open_, cured = ask(home, "irregularities"), ask(home, "irregularities", "--all")
    check("nothing is irregular at the end", open_ == [], open_)
    marks = {(row["id"], row["marks"]) for row in cured}
    check("D008 was without effect", ("CTB-2005-D008", "without effect: inquorate") in marks, marks)
    check("the supplement was ruled on", ("CTB-2005-M001-agenda-2", "urgent, for the chair to rule at the meeting") in marks, marks)
    row = next(r for r in cured if r["id"] == "CTB-2005-D008")
    check("who was missing is said", "anita-verma" in row["found"] and "tom-adeyemi" in row["found"], row)
    check("and who ratified it", "CTB-2005-D011" in (row["cured_by"] or ""), row)

    # reports: once a route, and considered where the Executive dealt with them
    reports = ask(home, "reports")
    to = {}
    for r in reports:
        to.setdefault((r["subject"], r["group"]), []).append(r)
    check("no decision is reported twice to one body", all(len(v) == 1 for k, v in to.items() if "-D" in k[0]), len(reports))
    for body in ("council-executive", "local-strategic-partnership", "safeguarding-board"):
        check(f"decision D002 went to {body}", ("CTB-2005-D002", body) in to)
    check("the Executive considered it", to[("CTB-2005-D002", "council-executive")][0]["state"] == "considered")
    check("the dotted line is for information", to[("CTB-2005-D002", "safeguarding-board")][0]["purpose"] == "for information")

    # actions: linked, chased, first due date kept
    actions = by_id(ask(home, "actions"))
    check("seven actions", len(actions) == 7, sorted(actions))
    check("an action names its decision", actions["CTB-2005-A002"].get("decision", "").startswith("CTB-2005-D00"))
    kinds = [n["kind"] for n in actions["CTB-2005-A001"].get("notices", [])]
    check("it was escalated to the chair and reported to the bodies above", "escalate" in kinds and "report" in kinds, kinds)
    check("its first due date stands", actions["CTB-2005-A001"]["first_due"] == "2005-10-28", actions["CTB-2005-A001"])

    # minutes are fixed; every document at an earlier date; why
    minutes = ask(home, "show", "CTB-2005-M001-minutes")[0]
    check("the first minutes are approved", minutes["state"] == "approved", minutes["state"])
    check("and link to each decision's words", [d["id"] for d in minutes["decisions"]] ==
          [f"CTB-2005-D{n:03d}" for n in range(1, 8)], minutes.get("decisions"))
    before = by_id(ask(home, "decisions", "--known-at", "2005-10-13"))
    check("as known before the correction", before["CTB-2005-D006"]["text"].count("up to") == 0 and len(before) == 7)
    check("in force before the board met: none", ask(home, "decisions", "--as-at", "2005-10-10") == [])
    check("in force on the day it met", len(ask(home, "decisions", "--as-at", "2005-10-11")) == 7)
    why = ask(home, "why", "CTB-2005-M001-agenda")
    check("why is the stored ruling", any("clear" in json.dumps(w) for w in why), why)

    # git alone tells the story
    check("git fsck --strict", git(home, "fsck", "--strict", "--no-dangling").returncode == 0)
    log = git(home, "log", "--first-parent", "--format=%s").stdout.splitlines()
    check("git log tells it in sentences", any(line.startswith("Helen Marsh approved paper CTB-2005-P001") for line in log), log[:5])
    events = [int(e) for e in git(home, "log", "--first-parent", "--format=%(trailers:key=Event,valueonly,separator=)").stdout.split()]
    check("event numbers have no gap", sorted(events) == list(range(1, len(events) + 1)), events[:5])
    ask(home, "verify")


def sample():
    folder = os.environ.get("MB_SAMPLES")
    path = os.path.join(folder, "lbbd-executive-2005-10-11.txt") if folder else ""
    if not os.path.exists(path):
        print("SKIPPED: the real report is not here (MB_SAMPLES)")
        return
    done = subprocess.run([program, "--json", "read", path], stdout=subprocess.PIPE, text=True, timeout=30)
    r = json.loads(done.stdout)
    recs = r["recommendations"]
    check("13 recommendations", [x["number"] for x in recs] == [str(n) for n in range(1, 14)], len(recs))
    check("1-5 to agree, 6-13 to note", [x["kind"] for x in recs] == ["agree"] * 5 + ["note"] * 8)
    check("number 3 is whole", recs[2]["text"].endswith("(2002/3)."), recs[2]["text"])
    check("number 2 is conditional", bool(recs[1]["condition"]))
    check("number 4 delegates", bool(recs[3]["delegate_to"]))
    check("11 and 12 report back", recs[10]["report_by"] == "2006-03-31" and recs[11]["report_by"] == "2005-12-31")
    check("for decision, 11 October 2005", r["purpose"] == "decision" and r["date"] == "2005-10-11")
    check("9 consultees, 2 background papers", len(r["consultees"]) == 9 and len(r["background_papers"]) == 2)


with tempfile.TemporaryDirectory() as where:
    main(where)
sample()
print(f"{checks} checks, {failures} failures")
sys.exit(1 if failures else 0)
