"""The CommonMark specification's examples, from the JSON that a Debian package ships, in the form of the specification's own text."""
import json
import sys

fence = "`" * 32
with open(sys.argv[1], encoding="utf-8") as f:
    examples = json.load(f)
with open(sys.argv[2], "w", encoding="utf-8", newline="\n") as f:
    for e in examples:
        text = e["markdown"] + ".\n" + e["html"]
        f.write(fence + " example\n" + text.replace("\t", "\u2192") + fence + "\n\n")
