#!/usr/bin/env python3
"""Every register, trail, position and the map over the record of scripts/story, word for word as golden/ has them.

  answers.py PROGRAM SOURCE [--write]     --write lays the answers down anew; look at the difference before it is kept
"""
import csv
import difflib
import io
import json
import os
import subprocess
import sys
import tempfile
import xml.dom.minidom

program, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
golden = os.path.join(source, "tests", "fixtures", "registers", "golden")
write = "--write" in sys.argv[3:]
failures = 0

TODAY = ["--on", "2005-12-23"]
REGISTERS = ["decisions", "actions", "delegations", "conditions", "interests", "reports", "terms-reviews", "memberships", "challenges",
             "disputes", "forward-plan", "irregularities", "notices", "corrections"]
QUESTIONS = [
    ("names", ["list"]),
    *[(name, ["list", name]) for name in REGISTERS],
    ("irregularities-all", ["list", "irregularities", "--all"]),
    ("decisions-before-ratification", ["list", "decisions", "--as-at", "2005-11-01"]),
    ("decisions-known-earlier", ["list", "decisions", "--as-at", "2005-11-15", "--known-at", "2005-11-01"]),
    ("decisions-in-april", ["list", "decisions", "--group", "CTB", "--as-at", "2006-04-01"]),
    ("decisions-conditional", ["list", "decisions", "--state", "conditional"]),
    ("actions-overdue", ["actions", "--overdue"]),
    ("actions-earlier", ["actions", "--as-at", "2005-11-01"]),
    ("decisions-csv", ["list", "decisions", "--csv"]),
    ("trail-recommendation", ["trail", "CTB-2005-P001#2"]),
    ("trail-noted", ["trail", "CTB-2005-P001#6"]),
    ("trail-paper", ["trail", "CTB-2005-P002"]),
    ("trail-ratified", ["trail", "CTB-2005-D008"]),
    ("trail-earlier", ["trail", "CTB-2005-D008", "--as-at", "2005-10-31"]),
    ("stands-topic", ["stands", "joint", "teams"]),
    ("stands-later", ["stands", "joint", "teams", "--as-at", "2006-04-01"]),
    ("stands-nothing", ["stands", "zeppelins"]),
    ("stands-theme", ["stands", "be-healthy"]),
    ("lines", ["lines"]),
    ("lines-before", ["lines", "--as-at", "2005-03-31"]),
    ("show-conditional", ["show", "CTB-2005-D003"]),
]


def fail(words):
    global failures
    failures += 1
    print("not so: " + words)


def ask(home, words, status=0):
    done = subprocess.run([program, "-C", home, *TODAY, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    if done.returncode != status:
        fail(f"minutebook {' '.join(words)} ends with {done.returncode}: {done.stderr.decode()[-400:]}")
    return done.stdout.decode()


def compare(name, answer):
    path = os.path.join(golden, name + ".txt")
    if write:
        with open(path, "w", encoding="utf-8", newline="") as f:
            f.write(answer)
        return
    try:
        with open(path, encoding="utf-8", newline="") as f:
            before = f.read()
    except FileNotFoundError:
        fail(f"golden/{name}.txt is not there (--write lays it down)")
        return
    if before != answer:
        fail(f"{name} answers otherwise than golden/{name}.txt\n" + "\n".join(
            list(difflib.unified_diff(before.splitlines(), answer.splitlines(), "before", "now", lineterm="", n=1))[:30]))


def same_in_all_forms(home):
    """Text, CSV and JSON are one answer: as many rows, and the same ids in the same order."""
    for name in REGISTERS:
        objects = [json.loads(line) for line in ask(home, ["--json", "list", name]).splitlines()]
        text = ask(home, ["list", name, "--csv"])
        if not text.startswith("\ufeff") or "\r\n" not in text:
            fail(f"{name} as CSV has no BOM or no CRLF")
        rows = list(csv.reader(io.StringIO(text[1:], newline="")))
        if len({len(r) for r in rows}) != 1:
            fail(f"{name} as CSV has rows of several lengths")
        if [r[0] for r in rows[1:]] != [o["id"] for o in objects]:
            fail(f"{name}: CSV and JSON differ")
        if any(cell[:1] in "=+-@\t" for r in rows for cell in r if cell):
            fail(f"{name}: a cell that a spreadsheet would run")


def drawing(home, folder):
    path = os.path.join(folder, "groups.svg")
    ask(home, ["lines", "--svg", path])
    svg = xml.dom.minidom.parse(path).documentElement
    if svg.tagName != "svg" or svg.getAttribute("role") != "img" or not svg.getAttribute("viewBox") or svg.hasAttribute("width"):
        fail("the drawing is no picture that fits its place")
    titles = [e.tagName for e in svg.childNodes if e.nodeType == e.ELEMENT_NODE][:2]
    if titles != ["title", "desc"] or svg.getElementsByTagName("a"):
        fail("the drawing has no name and description, or has links")
    labels = " ".join(t.firstChild.data for t in svg.getElementsByTagName("text"))
    if "Strategy" not in labels or "political" not in labels:
        fail("the drawing does not name groups and lines")


with tempfile.TemporaryDirectory() as folder:
    home = os.path.join(folder, "record")
    subprocess.run([program, "--on", "2005-09-01", "init", home, "--rehearsal"], check=True, stdout=subprocess.DEVNULL, timeout=60)
    told = subprocess.run([os.path.join(source, "scripts", "story"), program, home], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, timeout=300)
    if told.returncode:
        fail("the story does not run to its end\n" + told.stdout[-1000:])
    for name, words in QUESTIONS:
        compare(name, ask(home, words))
    ask(home, ["trail", "CTB-2005-A001"], status=6)
    ask(home, ["trail", "CTB-2005-P001#99"], status=3)
    ask(home, ["list", "decisions", "--csv", "--json"], status=2)
    ask(home, ["list", "decisions", "--overdue"], status=2)
    same_in_all_forms(home)
    drawing(home, folder)
    ask(home, ["index", "check"])
print(f"{failures} failures")
sys.exit(1 if failures else 0)
