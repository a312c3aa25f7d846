#!/usr/bin/env python3
"""What holds for every rule of a pack: it names its authority; a rule in law has a source, a first day and the regimes that it binds; what
is not confirmed advises, and ends. Each rule in law, or the statement it stands for, is on the pack's page.

Usage: packs.py SOURCE
"""
import re
import sys
from pathlib import Path

source = Path(sys.argv[1])
failures = 0


def fail(where, what):
    global failures
    failures += 1
    print(f"{where}: {what}")


def rules(path):
    """(line, name, text) of each rule of a file: from its first line to the brace that stands alone at the same indent."""
    lines = path.read_text().split("\n")
    for number, line in enumerate(lines):
        match = re.match(r'( *)rule[ (]"?([^")]*)"?\)? ?\{$', line)
        if not match:
            continue
        end = next(i for i in range(number, len(lines)) if lines[i] == match[1] + "}")
        yield number + 1, match[2], "\n".join(lines[number:end])


packs = {p.name: sorted((p / "rules").glob("*.lua")) for p in (source / "plugins").iterdir() if (p / "rules").is_dir()}
seen = 0
for pack, files in packs.items():
    page = (source / "plugins" / pack / "README.md").read_text()
    for path in files:
        if path.name not in page:
            fail(f"plugins/{pack}/README.md", f"says nothing of {path.name}")
        for line, name, text in rules(path):
            where = f"{path.relative_to(source)}:{line}"
            seen += 1
            if not re.search(r"\bauthority += ", text):
                fail(where, f"'{name}' names no authority")
            if not re.search(r"\babout += ", text):
                fail(where, f"'{name}' does not say what it is about")
            if 'mode += "advise"' in text and "to = " not in text:
                fail(where, f"'{name}' advises for ever")
            if pack != "council-committee":
                continue
            if not re.search(r'\bfrom = ("\d{4}-\d\d-\d\d"|law\[3\])', text):
                fail(where, f"'{name}' has no first day")
            if "regimes" not in text and "goes_to" not in text:
                fail(where, f"'{name}' says of no regime that it binds it")
            if "not confirmed" in text and not re.search(r'\bto = "', text):
                fail(where, f"'{name}' is not confirmed and never ends")
            if "not confirmed" in text and "requires" in text and not re.search(r'mode += "advise"', text):
                fail(where, f"'{name}' is not confirmed and does more than advise")

# The page of words: every word that the program takes from a rule file is on it.
def words(path, pattern):
    found = re.search(pattern, (source / "core" / "rules" / path).read_text(), re.S)
    return re.findall(r'"([a-z_]+)"', found[1]) if found else []


page = (source / "repo-template" / "handbook" / "rule-words.md").read_text()
taken = {
    "a rule": words("declare_rule.c", r"rule_keys\[\] = \{(.*?)\};"),
    "an effect": words("declare_rule.c", r"effect_shapes\[\] = \{(.*?)\n\};"),
    "a type": words("declare.c", r"\} types\[\] = \{(.*?)\};"),
    "a move": words("declare_workflow.c", r'keys\[\] = \{ ("from".*?)\};'),
    "a workflow": words("declare_workflow.c", r'keys\[\] = \{ ("about".*?)\};'),
    "a kind": words("declare.c", r'read_kind\(.*?keys\[\] = \{(.*?)\};'),
}
for path in (source / "plugins" / "childrens-trust" / "rules" / "std").glob("*.lua"):
    taken.setdefault("a requirement", []).extend(re.findall(r'^requirement "([a-z_]+)"', path.read_text(), re.M))
for path in ("librecord.c", "text.c"):
    taken.setdefault("a helper", []).extend(
        re.findall(r'\{ "([a-z_]+)", (?:docs|people|lines|interests|params|text)_', (source / "core" / "rules" / path).read_text()))
for what, list_of in taken.items():
    if len(list_of) < 7:
        fail("tests/house/packs.py", f"sees only {len(list_of)} words of {what}")
    for word in list_of:
        if not re.search(rf"[`\s.{{]{word}\b", page):
            fail("repo-template/handbook/rule-words.md", f"says nothing of '{word}' of {what}")

# rules of today and no more: a number that slips would make this test see nothing
if seen < 90:
    fail("plugins", f"only {seen} rules were found")
print(f"{seen} rules, {failures} failures")
sys.exit(1 if failures else 0)
