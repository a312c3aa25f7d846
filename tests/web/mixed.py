#!/usr/bin/env python3
"""Everything at once: visitors, people signed in, programs, feeds, searches, sign-ins, a replay of rules, and changes through pages, API and
command line, which meet each other. Every answer must be one that is due; nothing is lost and the record is sound. Run on a program
built with ThreadSanitizer (scripts/tsan) it fails on any race. Usage: mixed.py PROGRAM SOURCE [SECONDS]"""
import gzip
import html
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from lib import Browser, Server, Story, more_files, run  # noqa: E402

program, source = sys.argv[1], sys.argv[2]
seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
PASSWORD = "heron stands in still water"
lib.START_SECONDS, lib.STOP_SECONDS, lib.REPLY_SECONDS = 300, 120, 120  # a sanitizer is slow
more_files()
home = Story(program, source)
GIT = ["git", "-C", os.path.join(home.path, "record.git")]
HANDBOOK = [f"handbook/trial-{i}.md" for i in range(3)]


def write_file(name, text):
    path = os.path.join(home.top, name)
    with open(path, "w") as f:
        f.write(text)
    return path


def cli_edit(path, text):
    return home.run("--on", home.on, "--as", "beth-corrigan", "edit", path, "--file", write_file(path.replace("/", "-"), text))


settings = subprocess.run([*GIT, "show", "main:partnership.yaml"], capture_output=True, text=True, check=True).stdout
cli_edit("partnership.yaml", settings.replace("\npublic: false", "\npublic: true"))
for name in HANDBOOK:
    cli_edit(name, "# Trial\n\nLines:\n")
server = Server(home)
clerk = Browser(server)
assert clerk.post(server.link, {"password": PASSWORD, "again": PASSWORD}).status == 303


def come_in(person):
    b = Browser(server)
    link = re.search(r"/invitation/[\w-]+", home.run("account", "invite", person)).group(0)
    assert b.post(link, {"password": PASSWORD, "again": PASSWORD}).status == 303
    return b


def new_token(b, use):
    page = b.post("/account/tokens", {"token": b.get("/account/tokens").field("token"), "name": use, "use": use})
    return re.search(r"mb[tf]_[\w-]+", page.text).group(0)


helen, secret, feed = come_in("helen-marsh"), new_token(clerk, "api"), new_token(clerk, "feed")
stop, wrong, counts, written = time.monotonic() + seconds, [], {}, {name: [] for name in HANDBOOK}


def due(what, reply, *statuses):
    counts[what] = counts.get(what, 0) + 1
    if reply.status not in statuses:
        raise AssertionError(f"{what}: {reply.status}: {reply.text[-400:]}")
    return reply


def send(browser, path, fields):
    """Open the form, add to what it holds, send it."""
    page = browser.get(path)
    given = {n: html.unescape(v) for n, v in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)}
    return browser.post(path, {**given, **fields})


def copy_of(browser):
    b = Browser(server)
    b.cookie = browser.cookie
    return b


READ = ["/", "/decisions", "/registers", "/meetings", "/groups", "/actions", "/papers", "/map", "/map.svg", "/registers/decisions.csv",
        "/d/CTB-2005-D003", "/people/helen-marsh", "/stands?topic=budget", "/meetings?as_at=2005-11-01", "/irregularities", "/accessibility"]


def visit(r):
    target = r.choice([*READ, "/feeds/new.atom", "/feeds/decisions.atom", "/api/v1/openapi.json", "/search?q=" + r.choice(["trust", "school", "fund"])])
    packed = r.random() < 0.5
    reply = due("visitors", Browser(server).get(target, **({"Accept-Encoding": "gzip"} if packed else {})), 200, 303, 404)
    if reply.headers["Content-Encoding"] == "gzip":
        gzip.decompress(reply.body)


def read_as(browser, more):
    def read(r):
        due("signed in", copy_of(browser).get(r.choice(READ + more)), 200, 303, 404)
    return read


def search(r):
    words = r.choice(["budget", "trust and plan", "children", "nothing at all", "schools 2005"]) + r.choice(["", f" {r.randrange(9)}"])
    due("searches", copy_of(clerk).get("/search?q=" + urllib.parse.quote(words)), 200)


def use_api(r):
    target = r.choice(["/documents?limit=20", "/registers/decisions", "/groups", "/search?q=plan", "/openapi.json", "/meetings", "/map", "/people"])
    due("API", Browser(server).ask("GET", "/api/v1" + target, None, {"Authorization": "Bearer " + secret}), 200)


def follow(r):
    due("feeds", Browser(server).get(f"/feeds/{feed}/{r.choice(['new', 'decisions', 'actions', 'papers'])}.atom"), 200)


def sign_in(r):
    b, right = Browser(server), r.random() < 0.8
    reply = due("sign-ins", b.sign_in("helen-marsh", PASSWORD if right else "wrong"), 303, 200)
    if right and reply.status == 303:
        page = due("signed in", b.get("/account"), 200)
        due("sign-outs", b.post("/sign-out", {"token": page.field("token")}), 303)


def change_by_api(r):
    """A line more; who was overtaken reads again."""
    name, line = r.choice(HANDBOOK), f"- line {r.getrandbits(60):x}"
    b, head = Browser(server), {"Authorization": "Bearer " + secret}
    page = due("API", b.ask("GET", "/api/v1/pages/" + name, None, head), 200)
    body = json.loads(page.body)["body"] + line + "\n"
    reply = due("changes by API", b.ask("PATCH", "/api/v1/pages/" + name, json.dumps({"body": body}),
                                        {**head, "Content-Type": "application/json", "If-Match": page.headers["ETag"]}), 200, 409, 412)
    if reply.status == 200:
        written[name].append(line)


def change_by_command(r):
    path = write_file(f"note-{r.randrange(3)}.md", f"# Note\n\nAs of {r.getrandbits(60):x}\n")
    done = subprocess.run([program, "-C", home.path, "--on", home.on, "--as", "beth-corrigan", "edit", "handbook/by-command.md", "--file", path],
                          capture_output=True, text=True, timeout=lib.START_SECONDS)
    counts["changes by command"] = counts.get("changes by command", 0) + 1
    assert done.returncode in (0, 5), done.stderr
    time.sleep(0.3)


def change_by_page(r):
    """What two at once give the same id to is told the second, who sends it again."""
    due("changes by page", send(copy_of(clerk), "/new/paper?group=strategy-board", {"group": "strategy-board", "f-title": f"Trial {r.getrandbits(40):x}",
                                                                                                   "f-purpose": "decision", "text": "Text.\n"}), 303, 409)


def replay(r):
    due("replays", send(copy_of(clerk), "/rules/proposals/p1/replay", {"do": r.choice(["start", "start", "stop"])}), 200, 303, 409)
    due("replays", copy_of(clerk).get("/rules/proposals/p1/replay"), 200)
    time.sleep(0.5)


def keep_on(act, seed):
    r = random.Random(seed)
    try:
        while time.monotonic() < stop and not wrong:
            act(r)
    except Exception as why:  # of a thread: told at the end
        wrong.append(f"{act.__name__}: {type(why).__name__}: {why}")


def all_at_once_everybody_has_the_answer_that_is_due():
    assert send(clerk, "/rules/proposals/new", {"title": "Trial"}).status == 303
    admin = ["/admin", "/admin/people", "/admin/accounts", "/admin/audit", "/rules", "/rules/all", "/rules/proposals", "/move-on", "/new"]
    acts = [visit, visit, read_as(clerk, admin), read_as(helen, []), search, use_api, follow, sign_in, change_by_api, change_by_api, change_by_command,
            change_by_page, replay]
    threads = [threading.Thread(target=keep_on, args=(act, i)) for i, act in enumerate(acts)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(seconds + 300)
    print("     " + ", ".join(f"{n} {what}" for what, n in sorted(counts.items())))
    assert not wrong, wrong
    assert all(counts.get(what) for what in ("changes by API", "changes by command", "changes by page", "replays", "sign-ins")), counts


def no_change_that_was_answered_is_lost():
    for name, lines in written.items():
        text = subprocess.run([*GIT, "show", "main:" + name], capture_output=True, text=True, check=True).stdout
        missing = [line for line in lines if line not in text]
        assert not missing, (name, missing)
    assert any(written.values())


def the_server_ends_without_a_complaint():
    try:
        server.stop()
    finally:
        for one in re.findall(r"(?s)WARNING: ThreadSanitizer.*?\nSUMMARY[^\n]*", server.words()):
            print(one)
    assert "WARNING: ThreadSanitizer" not in server.words()


def the_record_is_sound():
    home.run("verify")
    home.run("index", "check")
    subprocess.run([*GIT, "fsck", "--strict", "--no-progress"], check=True, stdout=subprocess.DEVNULL)


try:
    run([all_at_once_everybody_has_the_answer_that_is_due, no_change_that_was_answered_is_lost, the_server_ends_without_a_complaint,
         the_record_is_sound])
finally:
    if server.process.poll() is None:
        server.process.kill()
        server.process.wait(60)
    home.remove()
