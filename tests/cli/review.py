#!/usr/bin/env python3
"""minutebook file --review on a terminal: each likely find is asked about; the end of input or Ctrl-C leaves nothing written."""
import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import time

program = sys.argv[1]
failures = 0
MINUTES = """Minutes of the Early Years Group

Held on Tuesday 11 October 2005 at 2.00 pm in the Town Hall

Present: H Marsh, Anita Verma, Tom Adeyemi, Jane Whitlock

1. Play

The play strategy should go ahead. Agreed.

The budget of the centres should stand. Agreed.

2. Schools

Jane Whitlock to write to the schools by 1 November 2005.
"""
HENRY = "---\nkind: person\nname: Henry Marsh\n---\n"


def check(name, ok, seen=""):
    global failures
    if not ok:
        failures += 1
        print(f"not so: {name}\n{seen}")


def run(home, *words):
    return subprocess.run([program, "-C", home, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          stdin=subprocess.DEVNULL, timeout=60)


def tip(home):
    return subprocess.run(["git", "-C", home + "/record.git", "rev-parse", "main"], stdout=subprocess.PIPE, text=True,
                          check=True).stdout


def review(home, text, keys):
    """Type each of keys at the next question; None closes the input, "^C" interrupts. Gives what was shown, and the status."""
    pid, fd = pty.fork()
    if pid == 0:
        os.execv(program, [program, "-C", home, "--on", "2005-10-13", "file", text, "--review"])
    shown, left, until, asked = "", list(keys), time.monotonic() + 60, 0
    while time.monotonic() < until:
        if not select.select([fd], [], [], 0.2)[0]:
            continue
        try:
            more = os.read(fd, 65536)
        except OSError:
            break
        if not more:
            break
        shown += more.decode("utf-8", "replace")
        while shown.count("? (") > asked and left:
            asked += 1
            key = left.pop(0)
            os.write(fd, b"\x04" if key is None else b"\x03" if key == "^C" else key.encode() + b"\n")
    else:
        os.kill(pid, signal.SIGKILL)
        check("it ends by itself", False, shown)
    os.close(fd)
    status = os.waitpid(pid, 0)[1]
    return shown, os.waitstatus_to_exitcode(status)


with tempfile.TemporaryDirectory() as where:
    home, text = os.path.join(where, "record"), os.path.join(where, "m.md")
    with open(text, "w", encoding="utf-8") as f:
        f.write(MINUTES)
    with open(os.path.join(where, "henry.md"), "w", encoding="utf-8") as f:
        f.write(HENRY)
    run(where, "init", home, "--rehearsal", "--on", "2005-09-01")
    run(home, "--on", "2005-09-02", "edit", "people/henry-marsh.md", "--file", os.path.join(where, "henry.md"))
    run(home, "--on", "2005-09-03", "meeting", "new", "early-years", "2005-10-11")
    start = tip(home)

    shown, status = review(home, text, ["1", "y", None])
    check("the end of input files nothing", tip(home) == start and status == 1 and "nothing was filed" in shown, shown)
    shown, status = review(home, text, ["1", "y", "^C"])
    check("Ctrl-C files nothing", tip(home) == start and status == -signal.SIGINT, f"{status} {shown}")
    shown, status = review(home, text, ["7", "2", "y", "x", "n", "y"])
    check("it files after the last answer", tip(home) != start and status == 0, shown)
    check("a wrong answer is asked again", shown.count("Accept?") == 4 and shown.count("Which?") == 2, shown)
    check("what was declined is still open", '"The budget of the centres' in shown.split("Done:")[1], shown)
    out = run(home, "--json", "decisions").stdout
    check("one decision", out.count('"id"') >= 1 and "play strategy" in out and "budget" not in out, out)
    out = run(home, "--json", "show", "EYG-2005-M001").stdout
    check("the name means whom it was said to", '"person":"henry-marsh"' in out, out)
    shown, status = review(home, text, ["a"])
    check("all that follow", status == 0 and "budget" in run(home, "--json", "decisions").stdout, shown)
    shown, status = review(home, text, [])
    check("nothing left to ask", status == 0 and "Nothing to change" in shown, shown)
    check("the record is sound", run(home, "verify").returncode == 0)

print(f"{failures} failures")
sys.exit(1 if failures else 0)
