#!/usr/bin/env python3
"""How well does `minutebook read` read? Precision and recall of items, names, decisions, actions and dates, and how far
"sure" can be trusted.

  measure.py MINUTEBOOK forms            invented minutes in tests/reading/forms, every fact written out beside them
  measure.py MINUTEBOOK samples FOLDER   real papers that are no part of this project, against tests/reading/samples.json

The facts about the real papers are line numbers, kinds, numbers and short hashes of names: nothing of their words. A find is
right when its place covers the line a person wrote down. What two people would settle differently is listed as "maybe_...":
finding it is neither right nor wrong. The thresholds at the end are assertions."""
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
CLASSES = ("items", "names", "decisions", "actions", "dates")
GROUPS = ("present", "in_attendance", "apologies", "absent")
LEAST = {  # recall, precision
    "items": (0.97, 0.97),
    "names": (0.97, 0.97),
    "decisions": (0.95, 0.95),
    "actions": (0.90, 0.93),
    "dates": (1.0, 1.0),
}
LEAST_SURE = 0.80  # of the true finds
MOST_WRONG = 0.01  # of what is sure

TITLES = set("cllr cllrs councillor councillors dr mr mrs ms miss mx prof professor sir dame rev col borough county".split())


def name_key(name):
    words = [w.strip(".,;:()").lower() for w in name.replace(".", ". ").split()]
    words = [w for w in words if w]
    while words and words[0] in TITLES:
        words.pop(0)
    return " ".join(words)


def name_hash(name):
    return hashlib.sha256(name_key(name).encode()).hexdigest()[:10]


class Tally:
    def __init__(self):
        self.right = {c: 0 for c in CLASSES}
        self.wrong = {c: 0 for c in CLASSES}
        self.missed = {c: 0 for c in CLASSES}
        self.sure_right = self.sure_wrong = self.likely_right = 0
        self.sure = {c: [0, 0, 0] for c in CLASSES}  # sure and right, sure and wrong, likely and right
        self.said = []

    def hit(self, cls, find):
        self.right[cls] += 1
        sure = find is None or find.get("sure") == "sure"
        self.sure[cls][0 if sure else 2] += 1

    def miss(self, cls, where, what):
        self.missed[cls] += 1
        self.said.append(f"{where}: {cls}: missed {what}")

    def false(self, cls, where, find, what):
        self.wrong[cls] += 1
        if find.get("sure") == "sure":
            self.sure[cls][1] += 1
        self.said.append(f"{where}: {cls}: wrong ({find.get('sure')}) {what}")

    def table(self, title):
        bad = []
        print(f"{title}\n  {'':10} {'true':>5} {'found':>6} {'right':>6} {'recall':>7} {'precision':>10} {'sure':>6}")
        for c in CLASSES:
            true, found = self.right[c] + self.missed[c], self.right[c] + self.wrong[c]
            recall = self.right[c] / true if true else 1.0
            precision = self.right[c] / found if found else 1.0
            sure = self.sure[c][0] / self.right[c] if self.right[c] else 1.0
            print(f"  {c:10} {true:5} {found:6} {self.right[c]:6} {recall:7.3f} {precision:10.3f} {sure:6.2f}")
            if recall < LEAST[c][0]:
                bad.append(f"recall of {c} is {recall:.3f}, at least {LEAST[c][0]} is asked")
            if precision < LEAST[c][1]:
                bad.append(f"precision of {c} is {precision:.3f}, at least {LEAST[c][1]} is asked")
        right = sum(v[0] for v in self.sure.values())
        wrong = sum(v[1] for v in self.sure.values())
        likely = sum(v[2] for v in self.sure.values())
        rate, error = right / max(1, right + likely), wrong / max(1, right + wrong)
        print(f"  sure: {right + wrong} finds, {wrong} of them wrong ({100 * error:.2f}%); {100 * rate:.1f}% of the true finds are sure")
        if rate < LEAST_SURE:
            bad.append(f"only {rate:.2f} of the true finds are sure")
        if error >= MOST_WRONG:
            bad.append(f"{wrong} of {right + wrong} sure finds are wrong")
        return bad


def read(program, path, *words):
    done = subprocess.run([program, "read", path, "--json", *words], capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        sys.exit(f"{path}: read ended with {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


# ---- real papers: facts by line ----------------------------------------------------------------------------


def place(find):
    return find["line"], find.get("end_line", find["line"])


def pair(gold, finds, same, offset):
    """Pairs facts with finds: the exact line first, then a find whose place covers the line."""
    left, out = list(finds), []
    todo = list(gold)
    for exact in (True, False):
        for g in list(todo):
            for f in left:
                first, last = place(f)
                first, last = first + offset, last + offset
                if (first == g[0] if exact else first <= g[0] <= last) and same(g, f):
                    left.remove(f)
                    todo.remove(g)
                    out.append((g, f))
                    break
    return out, todo, left


def sample(tally, name, facts, r, offset):
    short = name[:28]
    if "date" in facts:
        if r["date"] == facts["date"]:
            tally.hit("dates", None)
        else:
            tally.miss("dates", short, f"{facts['date']}, read {r['date']}")
            if r["date"]:
                tally.wrong["dates"] += 1
    if facts.get("kind") and r["kind"] != facts["kind"]:
        tally.said.append(f"{short}: kind {r['kind']}, not {facts['kind']}")
    for group in GROUPS:
        want = list(facts.get("names", {}).get(group, []))
        for person in r["attendance"][group]:
            k = name_hash(person["name"])
            if k in want:
                want.remove(k)
                tally.hit("names", person)
            else:
                tally.false("names", short, person, f"{group}: {person['name']}")
        for k in want:
            tally.miss("names", short, f"{group}: {k}")
    if facts.get("chair") and name_hash(r["attendance"]["chair"] or "") != facts["chair"]:
        tally.said.append(f"{short}: chair {r['attendance']['chair']}")
    for cls, same in (
        ("items", lambda g, f: (g[1] in ("", f["number"]))),
        ("decisions", lambda g, f: g[1] == f["kind"]),
        ("actions", lambda g, f: True),
    ):
        if facts.get(cls) is None:
            continue
        pairs, missed, left = pair(facts[cls], r[cls], same, offset)
        for g, f in pairs:
            tally.hit(cls, f)
            if cls == "actions" and (f["who"] or "").strip().lower() != (g[1] or "").lower():
                tally.said.append(f"{short}: line {g[0]}: who {f['who']!r}, not {g[1]!r}")
        for g in missed:
            tally.miss(cls, short, f"line {g[0]} {g[1]}")
        maybe = [[n, ""] for n in facts.get("maybe_" + cls, [])]
        _, _, left = pair(maybe, left, lambda g, f: True, offset)
        for f in left:
            text = f.get("text") or f.get("what") or f.get("title") or ""
            tally.false(cls, short, f, f"line {f['line'] + offset} {f.get('kind', f.get('who', ''))}: {text[:70]}")


def samples(program, folder):
    with open(os.path.join(HERE, "samples.json"), encoding="utf-8") as f:
        facts = json.load(f)
    tally, recreated = Tally(), Tally()
    with tempfile.TemporaryDirectory() as work:
        for name, want in facts.items():
            path = os.path.join(folder, name)
            if not os.path.exists(path):
                print(f"NOT THERE: {path}")
                continue
            with open(path, encoding="utf-8") as f:
                text = f.read()
            head, mark, body = text.partition("\n=====\n")
            offset = head.count("\n") + 2 if mark else 0
            copy = os.path.join(work, os.path.basename(name))
            with open(copy, "w", encoding="utf-8") as f:
                f.write(body if mark else text)
            sample(recreated if "/" in name else tally, name, want, read(program, copy), offset)
    bad = tally.table("Real papers")
    for line in tally.said:
        print("    " + line)
    bad += [f"re-created papers: {b}" for b in recreated.table("Re-created papers")]
    for line in recreated.said:
        print("    " + line)
    return bad


# ---- invented minutes: every fact in full ------------------------------------------------------------------


def words(s):
    return re.sub(r"\s+", " ", s or "").strip()


def people(r, group):
    return [p["name"] for p in r["attendance"][group]]


SIMPLE = {
    "kind": lambda r: r["kind"],
    "body": lambda r: r["body"],
    "title": lambda r: r["title"],
    "date": lambda r: r["date"],
    "draft": lambda r: r["draft"],
    "cancelled": lambda r: r["cancelled"],
    "chair": lambda r: r["attendance"]["chair"],
    "public": lambda r: r["attendance"]["public"],
    "public_count": lambda r: r["attendance"]["public_count"],
    "substitutes": lambda r: [[p["name"], p["for"]] for p in r["attendance"]["substitutes"]],
    "partial": lambda r: [[p["name"], p["items"]] for p in r["attendance"]["partial"]],
    "late": lambda r: [[p["name"], p["items"]] for p in r["attendance"]["late"]],
    "terms": lambda r: r["terms"],
}


def subset(want, got):
    """Is every field that is wanted there? A dictionary may hold more."""
    if isinstance(want, dict):
        return isinstance(got, dict) and all(subset(v, got.get(k)) for k, v in want.items())
    if isinstance(want, list):
        return isinstance(got, list) and len(want) == len(got) and all(map(subset, want, got))
    return words(want) == words(got) if isinstance(want, str) and isinstance(got, str) else want == got


def form(tally, name, want, r):
    problems = []
    for key, get in SIMPLE.items():
        if key in want and not subset(want[key], get(r)):
            problems.append(f"{key}: {get(r)!r}, not {want[key]!r}")
    if "date" in want:
        if r["date"] == want["date"]:
            tally.hit("dates", None)
        else:
            tally.miss("dates", name, str(want["date"]))
    for group in GROUPS:
        expected = list(want.get(group, []))
        for p in r["attendance"][group]:
            if p["name"] in expected:
                expected.remove(p["name"])
                tally.hit("names", p)
            else:
                tally.false("names", name, p, f"{group}: {p['name']}")
        for n in expected:
            tally.miss("names", name, f"{group}: {n}")
        if group in want and people(r, group) != want[group]:
            problems.append(f"{group}: {people(r, group)}")
    for cls, text in (("items", "title"), ("decisions", "text"), ("actions", "what")):
        finds = list(r[cls])
        for fact in want.get(cls, []):
            fact = {"number": fact[0], "title": fact[1]} if isinstance(fact, list) else fact
            found = next((f for f in finds if words(f[text]) == words(fact[text]) and
                          (cls != "items" or f["number"] == fact["number"])), None)
            if not found:
                tally.miss(cls, name, repr(fact[text]))
                continue
            finds.remove(found)
            tally.hit(cls, found)
            for k, v in fact.items():
                if not subset(v, found.get(k)):
                    problems.append(f"{cls}: {fact[text][:40]!r}: {k} is {found.get(k)!r}, not {v!r}")
        for f in finds:
            tally.false(cls, name, f, repr(f[text])[:100])
    for n in want.get("notes", []):
        if not any(n in m for m in r["notes"]):
            problems.append(f"note not said: {n!r}; said: {r['notes']}")
    for n in want.get("not_placed", []):
        if not any(n in m["text"] for m in r["not_placed"]):
            problems.append(f"not said as not placed: {n!r}; said: {r['not_placed']}")
    tally.said += [f"{name}: {p}" for p in problems]
    return len(problems)


def inside(r, text, name):
    """Every place lies in the text, and a decision's or action's place begins where its words stand."""
    out, lines = [], text.encode().split(b"\n")
    for cls in ("items", "decisions", "actions"):
        for f in r[cls]:
            if not (1 <= f["line"] <= len(lines) and f["length"] >= 0 and
                    1 <= f["column"] <= len(lines[f["line"] - 1]) + 1):
                out.append(f"{name}: {cls}: a place outside the text: {f}")
    return out


def forms(program):
    folder, tally, problems, count = os.path.join(HERE, "forms"), Tally(), 0, 0
    outside = []
    for file in sorted(os.listdir(folder)):
        if not file.endswith(".json"):
            continue
        name = file[:-5]
        with open(os.path.join(folder, file), encoding="utf-8") as f:
            want = json.load(f)
        path = next(os.path.join(folder, name + e) for e in (".md", ".txt") if os.path.exists(os.path.join(folder, name + e)))
        with open(path, encoding="utf-8") as f:
            text = f.read()
        r = read(program, path)
        problems += form(tally, name, want, r)
        outside += inside(r, text, name)
        count += 1
    bad = tally.table(f"Invented papers ({count})")
    for line in tally.said + outside:
        print("    " + line)
    if problems:
        bad.append(f"{problems} facts in the forms are not as written down")
    if outside:
        bad.append(f"{len(outside)} places outside their text")
    return bad


def main():
    program, what = sys.argv[1], sys.argv[2]
    if what == "samples":
        folder = sys.argv[3] if len(sys.argv) > 3 else os.environ.get("MB_SAMPLES", "")
        if not folder or not os.path.isdir(folder):
            print("SKIPPED: real papers are not measured: set MB_SAMPLES to the folder that holds them.", file=sys.stderr)
            return 77
        bad = samples(program, folder)
    else:
        bad = forms(program)
    for b in bad:
        print("FAILED: " + b)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
