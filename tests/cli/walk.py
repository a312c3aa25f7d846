#!/usr/bin/env python3
"""An admin's walk: nothing but handbook/writing-rules.md is followed, from the copy of the rules to the paper that is refused.

```lua FILE blocks are written into the working folder (FILE replace: OLD replaces OLD by the block's text), ```minutes and ```paper
blocks become minutes.md and paper.md, ```console blocks are run and compared as in examples.py, all in the page's order.
"""
import os
import re
import subprocess
import sys
import tempfile

program, source = sys.argv[1:3]
page = os.path.join(source, "repo-template", "handbook", "writing-rules.md")
bad = ran = 0


def fits(want, got):
    pattern = ""
    for line in want:
        if line.strip() == "...":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*?".join(re.escape(part) for part in line.rstrip().split("...")) + r"\s*?\n"
    return re.fullmatch(pattern, got) is not None


def write(folder, info, text):
    name, _, old = info.partition(" replace: ")
    path = os.path.join(folder, name)
    if old:
        with open(path, encoding="utf-8") as f:
            before = f.read()
        if before.count(old) != 1:
            raise SystemExit(f"{name} does not hold exactly once: {old}")
        text = before.replace(old, text.rstrip("\n"))
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def console(folder, env, block):
    global bad, ran
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, _, rest = part.partition("\n")
        status, want = 0, rest.splitlines()
        m = re.search(r"\s+# exit status (\d+)$", command)
        if m:
            status, command = int(m.group(1)), command[: m.start()]
        done = subprocess.run(command, shell=True, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, timeout=120)
        ran += 1
        if done.returncode != status or not fits(want, done.stdout):
            bad += 1
            print(f"{command}\n  exit status {done.returncode}, expected {status}\n--- expected\n" + "\n".join(want)
                  + "\n--- printed\n" + done.stdout)


def give_posts(folder, env, rows):
    """Rows for the roles of partnership.yaml."""
    text = subprocess.run(["git", "-C", os.path.join(env["MINUTEBOOK_HOME"], "record.git"), "show", "main:partnership.yaml"],
                          stdout=subprocess.PIPE, text=True, check=True).stdout
    path = os.path.join(folder, "partnership.yaml")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text.replace("roles:\n", "roles:\n" + rows, 1))
    subprocess.run([program, "--on", "2005-12-27", "edit", "partnership.yaml", "--file", path], env=env, check=True,
                   stdout=subprocess.DEVNULL, timeout=60)


with tempfile.TemporaryDirectory() as folder:
    os.mkdir(os.path.join(folder, "bin"))
    os.symlink(program, os.path.join(folder, "bin", "minutebook"))
    home = os.path.join(folder, "record")
    env = dict(os.environ, PATH=os.path.join(folder, "bin") + ":" + os.environ["PATH"], MINUTEBOOK_HOME=home, NO_COLOR="1")
    subprocess.run([program, "--on", "2005-09-01", "init", home, "--rehearsal"], check=True, stdout=subprocess.DEVNULL, timeout=60)
    subprocess.run([os.path.join(source, "scripts", "story"), program, home], check=True, stdout=subprocess.DEVNULL, timeout=300)
    with open(page, encoding="utf-8") as f:
        blocks = re.findall(r"^```(\w+)(?: ([^\n]*))?\n(.*?)^```", f.read(), re.S | re.M)
    for kind, info, text in blocks:
        if kind == "lua":
            write(folder, info, text)
        elif kind == "minutes":
            write(folder, "minutes.md", text)
        elif kind == "posts":
            give_posts(folder, env, text)
        elif kind == "paper":
            write(folder, "paper.md", text)
        elif kind == "console":
            console(folder, env, text)
    sound = subprocess.run([program, "verify"], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
    if sound.returncode != 0:
        bad += 1
        print(sound.stdout)
print(f"{ran} commands of the handbook's page on rules, {bad} wrong")
sys.exit(1 if bad or ran < 12 else 0)
