#!/usr/bin/env python3
"""Run the examples of README.md and of the handbook, so that what they promise stays true.

README.md: in ```console blocks, lines that begin with "$ " are run; what follows is compared. A line "..." stands for
any lines, "..." inside a line for any characters. "# exit status N" behind a command is what it must end with.
Handbook pages: every indented line that begins with "minutebook " must be understood by the program: its command and
options exist (it is run with --help); examples name documents that a reader's own record would have.
"""
import os
import re
import subprocess
import sys
import tempfile
import shutil

program, source, home = sys.argv[1:4]


def fits(want, got):
    """Do the lines fit, where "..." stands for any run of lines?"""
    pattern = ""
    for line in want:
        if line.strip() == "...":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*?".join(re.escape(part) for part in line.rstrip().split("...")) + r"\s*?\n"
    return re.fullmatch(pattern, got, 0) is not None


def blocks(text):
    for block in re.findall(r"^```console\n(.*?)^```", text, re.S | re.M):
        command, want = None, []
        for line in block.splitlines():
            if line.startswith("$ "):
                if command:
                    yield command, want
                command, want = line[2:], []
            else:
                want.append(line)
        if command:
            yield command, want


def run_readme():
    bad = 0
    folder = tempfile.mkdtemp()
    os.symlink(program, os.path.join(folder, "minutebook"))
    env = dict(os.environ, PATH=folder + ":" + os.environ["PATH"], MINUTEBOOK_HOME=home, NO_COLOR="1", TMPDIR=folder)
    count = 0
    with open(os.path.join(source, "README.md"), encoding="utf-8") as f:
        for command, want in blocks(f.read()):
            status = 0
            m = re.search(r"\s+# exit status (\d+)$", command)
            if m:
                status, command = int(m.group(1)), command[: m.start()]
            command = command.replace("/tmp/", folder + "/")
            done = subprocess.run(command, shell=True, cwd=source, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  text=True, timeout=120)
            count += 1
            if done.returncode != status or (want and not fits(want, done.stdout)):
                bad += 1
                print(f"README.md: {command}\n  exit status {done.returncode}, expected {status}\n--- expected\n"
                      + "\n".join(want) + "\n--- printed\n" + done.stdout)
    shutil.rmtree(folder)
    return count, bad


def run_handbook():
    bad = count = 0
    for base, _, names in os.walk(os.path.join(source, "repo-template", "handbook")):
        for name in sorted(names):
            with open(os.path.join(base, name), encoding="utf-8") as f:
                for line in f:
                    m = re.match(r"^(?:    |\t)minutebook (.*)$", line)
                    if not m:
                        continue
                    count += 1
                    words = re.split(r"\s{3,}|\s+#", m.group(1))[0]
                    done = subprocess.run(f"'{program}' {words} --help", shell=True, stdout=subprocess.PIPE,
                                          stderr=subprocess.STDOUT, text=True, timeout=20)
                    if done.returncode != 0:
                        bad += 1
                        print(f"handbook/{name}: minutebook {words}\n  is not understood: {done.stdout}")
    return count, bad


readme, bad_readme = run_readme()
handbook, bad_handbook = run_handbook()
print(f"{readme} examples of README.md, {handbook} of the handbook, {bad_readme + bad_handbook} of them wrong")
sys.exit(1 if bad_readme + bad_handbook or readme < 10 or handbook < 5 else 0)
