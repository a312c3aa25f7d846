#!/usr/bin/env python3
"""The handbook's walk of a rule, wholly in the browser: written, a slip found, tested, tried, replayed, laid down by one person and brought
into force by another, and a paper refused with words that say how to put it right. The texts are those of handbook/writing-rules.md. Then
what goes wrong: names, sizes, hidden signs, rules that never end, two admins at one file. Usage: rules_pages.py PROGRAM SOURCE"""
import html
import json
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from lib import Browser, Server, Story, run  # noqa: E402

lib.REPLY_SECONDS = 120  # the tests of all rules, on a busy machine
program, source = sys.argv[1], sys.argv[2]
PASSWORD = "correct horse battery staple"
with open(os.path.join(source, "repo-template", "handbook", "writing-rules.md"), encoding="utf-8") as f:
    BLOCKS = re.findall(r"^```(\w+)(?: ([^\n]*))?\n(.*?)^```", f.read(), re.S | re.M)

home = Story(program, source)
browsers, sessions = {}, {}
server = None
P1 = "/rules/proposals/p1"


def block(kind, name=""):
    found = [(info, text) for k, info, text in BLOCKS if k == kind and info.startswith(name)]
    assert len(found) == 1, (kind, name, len(found))
    return found[0]


def serve(day):
    global server
    if server:
        server.stop()
    home.on = day
    server = Server(home)
    for person, b in browsers.items():
        b.server = server


def come_in(person, *options):
    b = browsers[person] = Browser(server)
    link = server.link if person == "beth-corrigan" else re.search(r"/invitation/[\w-]+", home.run("account", "invite", person, *options)).group(0)
    page = b.get(link)
    assert b.post(link, {"token": page.field("token") or "", "password": PASSWORD, "again": PASSWORD}).status == 303, person


def text_of(page):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", page.text)))


def read(person, path, status=200):
    page = browsers[person].get(path)
    assert page.status == status, (path, page.status, text_of(page)[-600:])
    assert not re.search(r"\b(commit|blob|HEAD)\b", text_of(page)), path
    return page


def area_of(page):
    return html.unescape(re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page.text, re.S).group(1))


def hidden(page):
    return {n: html.unescape(v) for n, v in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)}


def send(person, path, fields, status=303, page=None):
    """Open the form, change these fields, send it."""
    given = hidden(page or read(person, path))
    done = browsers[person].post(path, {**given, **fields})
    assert done.status == status, (path, done.status, text_of(done)[-700:])
    return done


def write(person, name, text, new=False, proposal=P1):
    if new:
        send(person, proposal + "/add", {"name": name})
    return send(person, f"{proposal}/edit/{name}", {"text": text})


def git(*words):
    return subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), *words], capture_output=True, text=True, check=True).stdout


def over(person, path, ask=lambda page: None):
    """The page of a work that goes on after its reply, when that is over. Each look gives it a moment.
    ask: what is done about it as long as it is not."""
    until = time.monotonic() + 300
    while time.monotonic() < until:
        page = browsers[person].get(path)
        if page.status == 303:  # over this moment: the page asks for itself once more
            assert page.place == path, page.place
        elif 'value="stop"' not in page.text:
            return read(person, path)
        else:
            ask(page)
    raise AssertionError(f"{path} does not end")


def replayed(person, proposal=P1):
    send(person, proposal + "/replay", {"do": "start"})
    return over(person, proposal + "/replay")


def tested(person, proposal=P1):
    send(person, proposal + "/test", {"do": "start"})
    return over(person, proposal + "/test")


def enacted(person, fields, page=None, proposal=P1):
    """Ask that it be brought into force, and wait for what comes of it."""
    assert send(person, proposal + "/enact", fields, page=page).place == proposal + "/enacting"
    return over(person, proposal + "/enacting")


def beside(proposal=P1):
    return os.path.join(home.path, "proposals", proposal.rsplit("/", 1)[1])


# ---- the walk -----------------------------------------------------------------------------------------------


def all_come_in():
    serve("2005-12-27")
    come_in("beth-corrigan")
    come_in("ruth-dimmock", "--admin")
    for person in ("paul-okafor", "farah-nazir", "leonard-shaw", "helen-marsh"):
        come_in(person)


def a_member_reads_what_is_in_force():
    for path, all_words in {
        "/rules": ("In force since the beginning of the record", "The founding of the record", "Paper", "All versions", "Every rule in one list"),
        "/rules/all": ("no decision without a quorum", "Entered and marked", "Refused", "Shown only", "Every day: action", "Authority", ", line "),
        "/rules/numbers": ("Standard", "terms of reference of", "at least"),
        "/rules/files": ("10-papers.lua", "tests/papers_test.lua"),
    }.items():
        page = text_of(read("helen-marsh", path))
        for words in all_words:
            assert words in page, (path, words)
    said = home.run("rules", "doc", "paper")
    shown = text_of(read("helen-marsh", "/rules/words/paper"))
    for line in re.findall(r"^- \*\*(.+?)\*\*", said, re.M) + re.findall(r"Authority: (.+?)\. Written in", said):
        assert line in shown, line
    assert 'id="L12"' in read("helen-marsh", "/rules/files/10-papers.lua").text
    assert read("helen-marsh", "/rules?version=1").status == 200
    read("helen-marsh", "/rules?version=7", 404)
    read("helen-marsh", "/rules/words/unicorn", 404)
    read("helen-marsh", "/rules/files/none.lua", 404)
    assert "/rules/proposals" not in read("helen-marsh", "/rules").text
    for path in ("/rules/proposals", "/rules/proposals/new", P1, P1 + "/replay.csv"):
        read("helen-marsh", path, 403)


def a_proposal_is_begun_and_nothing_in_force_changes():
    before = git("rev-parse", "main")
    assert send("beth-corrigan", "/rules/proposals/new", {"title": ""}, 400).status == 400
    assert send("beth-corrigan", "/rules/proposals/new", {"title": "Large sums"}).place == P1
    assert "Nothing: every file is as in force" in read("beth-corrigan", P1 + "/compare").text
    assert "Large sums" in read("ruth-dimmock", "/rules/proposals").text
    assert git("rev-parse", "main") == before


def the_rule_is_written_and_a_slip_is_found():
    name, rule = block("lua", "my-rules/12-large-sums.lua")
    write("beth-corrigan", "12-large-sums.lua", rule.replace("requires  =", "requries  =").replace("paper.approve", "paper.aprove"), new=True)
    page = read("beth-corrigan", P1 + "/edit/12-large-sums.lua")
    assert "Not in order" in page.text and "did you mean" in page.text
    page = read("beth-corrigan", P1 + "/check")
    found = re.search(r'href="(/rules/proposals/p1/files/12-large-sums\.lua\?line=(\d+)#L\d+)"', page.text)
    assert found, text_of(page)
    assert f'id="L{found.group(2)}"' in read("beth-corrigan", found.group(1)).text
    # what is only checked is not saved
    page = send("beth-corrigan", P1 + "/edit/12-large-sums.lua", {"text": rule, "do": "check"}, 200)
    assert area_of(page) == rule and "did you mean" not in page.text
    assert "did you mean" in read("beth-corrigan", P1 + "/check").text
    write("beth-corrigan", "12-large-sums.lua", rule)
    info, line = block("lua", "my-rules/10-papers.lua")
    papers = area_of(read("beth-corrigan", P1 + "/edit/10-papers.lua"))
    old = info.partition(" replace: ")[2]
    assert papers.count(old) == 1
    write("beth-corrigan", "10-papers.lua", papers.replace(old, line.rstrip("\n")))
    assert "nobody holds the role" in text_of(read("beth-corrigan", P1 + "/check"))
    page = text_of(read("beth-corrigan", P1 + "/compare"))
    assert "12-large-sums.lua (new)" in page and "[added:" in page and "lines that are the same" in page
    assert "2 files differ" in text_of(read("beth-corrigan", P1))


def posts_are_filled():
    path = os.path.join(home.top, "partnership.yaml")
    with open(path, "w", encoding="utf-8") as f:
        f.write(git("show", "main:partnership.yaml").replace("roles:\n", "roles:\n" + block("posts")[1], 1))
    home.run("--on", "2005-12-27", "edit", "partnership.yaml", "--file", path)
    assert "No slips in" in read("beth-corrigan", P1 + "/check").text


def it_is_tested():
    _, tests = block("lua", "my-rules/tests/large_sums_test.lua")
    write("beth-corrigan", "tests/large_sums_test.lua", tests.replace('given = paper(25000, {})', 'given = paper(25001, {})'), new=True)
    assert "The record is not touched" in read("beth-corrigan", P1 + "/test").text
    page = tested("beth-corrigan")
    said = text_of(page)
    assert "1 failed" in said and "a small sum needs no treasurer" in said and "expected to be allowed" in said, said
    assert "the treasurers of the contributing partners sign off a large sum" in said  # the whole ruling
    assert "/files/tests/large_sums_test.lua?line=" in page.text
    assert "Some fail" in read("beth-corrigan", P1).text
    write("beth-corrigan", "tests/large_sums_test.lua", tests)
    said = text_of(read("beth-corrigan", P1 + "/test"))
    assert "1 failed" in said and "changed after these tests" in said, said
    said = text_of(tested("beth-corrigan"))
    assert "0 failed; 0 gaps" in said and "All pass" in said and "seen to hold and to refuse" in said, said
    assert "By Beth Corrigan on" in text_of(read("ruth-dimmock", P1 + "/test"))  # they tell nothing of the record, so all may look


def it_is_tried_on_a_real_case():
    page = read("beth-corrigan", P1 + "/try")
    assert 'value="CTB-2005-P001"' in page.text
    page = read("beth-corrigan", P1 + "/try?doc=CTB-2005-P001")
    assert 'value="move approve"' in page.text and 'value="sign treasurer"' not in page.text and 'value="helen-marsh"' in page.text
    page = text_of(read("beth-corrigan", P1 + "/try?doc=CTB-2005-P002&act=move+approve&by=helen-marsh&on=2005-12-27"))
    assert "Under the proposal" in page and "Under what is in force on Tue 27 Dec 2005" in page, page
    for wrong in ("doc=CTB-2005-P999", "doc=CTB-2005-P001&act=move+fly&by=helen-marsh&on=2005-12-27",
                  "doc=CTB-2005-P001&act=move+approve&by=nobody&on=2005-12-27", "doc=CTB-2005-P001&act=move+approve&by=helen-marsh&on=soon"):
        assert "There is a problem" in read("beth-corrigan", P1 + "/try?" + wrong, 400).text, wrong


def it_is_replayed():
    secret = os.path.join(home.top, "secret.md")
    with open(secret, "w") as f:
        f.write("---\nreaders: [helen-marsh]\n---\n\n# Dovermist complaint\n\nThe braskellion letter.\n")
    global SECRET
    SECRET = re.search(r"CTB-2005-P\d+", home.run("--on", "2005-12-27", "file", secret, "--group", "strategy-board", "--as-kind", "paper", "--as",
                                                  "helen-marsh")).group(0)
    read("beth-corrigan", P1 + "/replay.csv", 404)
    page = replayed("beth-corrigan")
    said = text_of(page)
    assert "Same outcome and same effects" in said and "This is what the proposal, as it stands" in said, said
    table = read("beth-corrigan", P1 + "/replay.csv")
    lines = [json.loads(x) for x in read("beth-corrigan", P1 + "/replay.json").text.splitlines()]
    assert "attachment" in table.headers["Content-Disposition"] and len(lines) == len(table.text.strip().splitlines()) - 1 > 40
    assert {"class", "event", "sentence", "rule", "recorded"} <= set(lines[0])
    mine = home.run("--json", "rules", "replay", "--against", os.path.join(home.path, "proposals", "p1", "rules")).splitlines()
    pairs = list(zip(lines, [json.loads(x) for x in mine if "sentence" in json.loads(x)], strict=True))
    assert all(x["class"] == y["class"] or "documents that are not for" in (x.get("why") or "documents that are not for") for x, y in pairs), [
        (x, y) for x, y in pairs if x["class"] != y["class"]]
    assert sum(x["class"] != y["class"] for x, y in pairs) < len(pairs) // 4
    for page in (page, table, read("beth-corrigan", P1 + "/replay.json")):
        assert "overmist" not in page.text and "braskellion" not in page.text
    # changed afterwards: it says so
    send("beth-corrigan", P1 + "/add", {"name": "13-more.lua"})
    assert "changed after this replay" in read("beth-corrigan", P1 + "/replay").text
    send("beth-corrigan", P1 + "/remove/13-more.lua", {})
    assert "changed after this replay" not in read("beth-corrigan", P1 + "/replay").text


def it_is_laid_down_by_one_person():
    page = read("beth-corrigan", P1 + "/enact")
    said = text_of(page)
    assert "To do" in said and "Lay it down" in said and "Founding period" in said, said
    rules = git("show", "main:enactments.yaml")
    send("beth-corrigan", P1 + "/enact", {"reason": "Terms of reference 6.5"}, page=page)
    assert "Beth Corrigan on" in text_of(read("ruth-dimmock", P1 + "/enact"))
    assert "nothing in force changes" in text_of(read("beth-corrigan", "/rules/proposals")) and git("show", "main:enactments.yaml") == rules
    assert "12-large-sums" not in read("helen-marsh", "/rules/files").text


def and_brought_into_force_by_another():
    _, minutes = block("minutes")
    path = os.path.join(home.top, "minutes.md")
    with open(path, "w", encoding="utf-8") as f:
        f.write(minutes)
    home.run("--on", "2005-12-28", "meeting", "new", "strategy-board", "2006-01-10")
    assert "CTB-2006-D001" in home.run("--on", "2006-01-11", "file", path, "--meeting", "CTB-2006-M001")
    serve("2006-01-12")
    before = git("rev-parse", "main")
    page = read("ruth-dimmock", P1 + "/enact")
    assert 'value="CTB-2006-D001"' in page.text
    said = text_of(enacted("ruth-dimmock", {"decision": "CTB-2006-D001", "from": "2006-01-02"}, page))
    assert "Asked for by Ruth Dimmock on Thu 12 Jan 2006" in said and "A replay over the record" in said and "same outcome" not in said, said
    assert "Rules never reach back" in said and "Choose today or a later day" in said and "Not brought into force" in said, said
    said = text_of(send("ruth-dimmock", P1 + "/enact", {"decision": "CTB-2006-D001", "from": "soon"}, 400))
    assert "is no day" in said
    said = text_of(send("ruth-dimmock", P1 + "/enact", {"decision": "CTB-2006-D001", "from": "2006-01-13", "rules": "0" * 40}, 400))
    assert "since you opened this page" in said
    assert git("rev-parse", "main") == before
    said = text_of(enacted("ruth-dimmock", {"decision": "CTB-2006-D001", "from": "2006-01-13"}))
    assert "Brought into force" in said and "It binds everybody from Fri 13 Jan 2006" in said and "by decision CTB-2006-D001" in said, said
    said = text_of(read("ruth-dimmock", "/rules"))
    assert "Fri 13 Jan 2006 to come" in said and "Others come into force on Fri 13 Jan 2006" in said, said[:900]
    assert "These very rules bind everybody" in read("beth-corrigan", P1 + "/enact").text
    assert "12-large-sums" in read("helen-marsh", "/rules/files?version=2").text
    assert "it binds everybody from Fri 13 Jan 2006, and until then" in text_of(read("beth-corrigan", P1))
    assert "12-large-sums" not in read("helen-marsh", "/rules/files").text
    serve("2006-01-16")
    assert "binds everybody since Fri 13 Jan 2006" in text_of(read("beth-corrigan", P1))
    said = text_of(read("helen-marsh", "/rules"))
    assert "In force since Fri 13 Jan 2006" in said and "By decision CTB-2006-D001" in said and "Ruth Dimmock" in said, said[:900]
    assert "the treasurers of the contributing partners sign off a large sum" in read("helen-marsh", "/rules/all").text
    assert "treasurer of each" not in text_of(read("helen-marsh", "/rules/words/paper?version=1"))


def a_paper_is_refused_with_words_that_say_how_to_put_it_right():
    page = read("paul-okafor", "/file")
    names = dict(re.findall(r'<(?:textarea|select|input)[^>]* name="([^"]+)"()', page.text))
    fields = {"text": block("paper")[1], "group": "strategy-board", "kind": "paper", "as_kind": "paper", "as-kind": "paper"}
    done = browsers["paul-okafor"].post("/file", {**hidden(page), **{k: v for k, v in fields.items() if k in names}})
    for _ in range(3):
        if done.status == 303:
            break
        action = html.unescape(re.search(r'<form[^>]* action="([^"]+)" method="post"', done.text[done.text.index("<main"):]).group(1))
        done = browsers["paul-okafor"].post(action, {**fields, **hidden(done)})
    assert done.status == 303, text_of(done)[-900:]
    for person, role in (("farah-nazir", "finance%20lead"), ("leonard-shaw", "legal%20lead")):
        send(person, f"/d/CTB-2006-P001/sign/{role}", {})
    page = browsers["helen-marsh"].get("/d/CTB-2006-P001/move/approve")
    done = browsers["helen-marsh"].post("/d/CTB-2006-P001/move/approve", {**hidden(page), "form": hidden(page).get("form", "x" * 30)})
    said = text_of(done)
    assert done.status == 422, (done.status, said[-500:])
    for words in ("The treasurers of the contributing partners sign off a large sum", "missing: ", "Ask the treasurer of", "What would do"):
        assert words in said, (words, said)
    # one treasurer has signed: the step is still there for the one who is missing, and for nobody else
    for person in ("dorothy-kemp", "tom-adeyemi"):
        come_in(person)
    send("dorothy-kemp", "/d/CTB-2006-P001/sign/treasurer", {})
    assert "Sign off as treasurer" in read("tom-adeyemi", "/d/CTB-2006-P001").text
    assert "Sign off as treasurer" not in read("dorothy-kemp", "/d/CTB-2006-P001").text


# ---- after the founding period ------------------------------------------------------------------------------


def the_same_person_may_not_do_both():
    send("beth-corrigan", "/rules/proposals/new", {"title": "Another"})
    p2 = "/rules/proposals/p2"
    name, rule = block("lua", "my-rules/12-large-sums.lua")
    write("beth-corrigan", "12-large-sums.lua", rule.replace("25000", "30000").replace("25,000", "30,000"), proposal=p2)
    send("beth-corrigan", p2 + "/enact", {})
    said = text_of(read("beth-corrigan", p2 + "/enact"))
    assert "You laid it down: somebody else brings it into force" in said, said
    before = git("rev-parse", "main")
    said = text_of(enacted("beth-corrigan", {"decision": ""}, proposal=p2))
    for words in ("Two different people", "ask another administrator", "A recorded decision", "proposed by Beth Corrigan", "What is in order"):
        assert words in said, (words, said)
    said = text_of(enacted("ruth-dimmock", {"decision": "CTB-2006-D001"}, proposal=p2))  # one of its own tests now fails
    assert "Tests, all passed" in said and "See the tests" in said and "Two different people" not in said.split("What is in order")[0], said
    assert git("rev-parse", "main") == before
    assert "the first proposal" not in said
    # the first one, laid down again, would take its place; the page says whose lies there now
    said = text_of(read("ruth-dimmock", P1 + "/enact"))
    assert "These very rules bind everybody" in said


# ---- what goes wrong ----------------------------------------------------------------------------------------


def names_that_lead_elsewhere_are_refused():
    before = sorted(os.listdir(home.path)), sorted(os.listdir(os.path.join(home.path, "proposals")))
    for name in ("../x.lua", "/etc/x.lua", "..\\x.lua", "a/b/c/d.lua", "x", "x.txt", ".lua", ".x.lua", "-x.lua", "X.lua", "a//b.lua", "é.lua",
                 "a\u202eb.lua", "x" * 200 + ".lua", "", "tests/../x.lua", "rules/../../x.lua"):
        page = send("beth-corrigan", P1 + "/add", {"name": name}, 400)
        assert "A file is named like" in page.text, name
    for path in ("/edit/..%2f..%2fabout.yaml", "/files/../about.yaml", "/edit/x.lua", "/files/%2e%2e/about.yaml", "/remove/about.yaml"):
        assert browsers["beth-corrigan"].get(P1 + path).status in (400, 404), path
    for one in ("p0", "p99", "px", "..", "p1%2f..", "deleted"):
        assert browsers["beth-corrigan"].get("/rules/proposals/" + one).status in (400, 404), one
    assert (sorted(os.listdir(home.path)), sorted(os.listdir(os.path.join(home.path, "proposals")))) == before


def what_is_too_large_is_refused_and_what_was_typed_is_kept():
    old = area_of(read("beth-corrigan", P1 + "/edit/12-large-sums.lua"))
    large = "-- long\n" * 20000
    page = send("beth-corrigan", P1 + "/edit/12-large-sums.lua", {"text": large}, 400)
    assert "at most 64 kB" in page.text and area_of(page) == large
    page = read("beth-corrigan", P1 + "/edit/12-large-sums.lua")
    try:
        huge = browsers["beth-corrigan"].post(P1 + "/edit/12-large-sums.lua", {**hidden(page), "text": "x" * (2 << 20)})
        assert huge.status in (400, 413), huge.status
    except (BrokenPipeError, ConnectionResetError, AssertionError) as why:  # it was told to stop before it had sent all
        assert not str(why).isdigit(), why
    assert area_of(read("beth-corrigan", P1 + "/edit/12-large-sums.lua")) == old


def signs_that_cannot_be_seen_are_named():
    old = area_of(read("beth-corrigan", P1 + "/edit/12-large-sums.lua"))
    write("beth-corrigan", "12-large-sums.lua", old + "-- \u202eeurt\n")
    page = text_of(read("beth-corrigan", P1 + "/check"))
    assert "turns the order of the text" in page and "12-large-sums.lua, line" in page
    page = send("beth-corrigan", P1 + "/edit/12-large-sums.lua", {"text": old + "-- \x07\n"}, 400)
    assert "control character" in text_of(page), text_of(page)[-500:]
    write("beth-corrigan", "12-large-sums.lua", old)


def a_rule_that_never_ends_holds_nobody_up():
    send("beth-corrigan", "/rules/proposals/new", {"title": "A loop"})
    p3 = "/rules/proposals/p3"
    write("beth-corrigan", "99-loop.lua", 'rule "a loop" {\n  about = "x.", authority = "None", before = "paper.approve",\n'
          '  when = function(r) while true do end end, requires = { has "title" },\n}\n', new=True, proposal=p3)
    said = text_of(tested("beth-corrigan", p3))
    assert "out of instructions" in said and "Some fail" in said
    said = text_of(replayed("beth-corrigan", p3))
    assert "A rule now breaks" in said and "a loop" in said and "out of instructions" in said
    write("beth-corrigan", "98-declare.lua", "while true do end\n", new=True, proposal=p3)
    said = text_of(read("beth-corrigan", p3 + "/check"))
    assert "98-declare.lua" in said, said
    said = text_of(tested("beth-corrigan", p3))
    assert "could not begin" in said and "Not run" in said and "98-declare.lua" in said, said
    said = text_of(replayed("beth-corrigan", p3))
    assert "could not be carried out" in said
    said = text_of(read("beth-corrigan", p3 + "/enact"))
    assert "cannot be read as rules" in said
    page = read("beth-corrigan", p3 + "/try?doc=CTB-2005-P001&act=move+approve&by=helen-marsh&on=2006-01-16")
    assert "Cannot be judged" in text_of(page)


def a_replay_can_be_stopped_and_does_not_outlive_the_server():
    send("beth-corrigan", P1 + "/replay", {"do": "start"})
    note = os.path.join(home.path, "proposals", "p1", "replay.beth-corrigan.yaml")
    page = over("beth-corrigan", P1 + "/replay", lambda page: send("beth-corrigan", P1 + "/replay", {"do": "stop"}, page=page))
    assert "was stopped" in page.text or "as it stands" in page.text
    assert "Start it again" in page.text
    with open(note, encoding="utf-8") as f:
        kept = f.read()
    with open(note, "w", encoding="utf-8") as f:  # as a killed server leaves it
        f.write(re.sub(r"state: .*", "state: under way", kept))
    serve(home.on)
    assert "broken off when the server stopped" in read("beth-corrigan", P1 + "/replay").text
    replayed("beth-corrigan")


def two_admins_at_one_file_lose_nothing():
    name = "12-large-sums.lua"
    path = f"{P1}/edit/{name}"
    mine, theirs = read("beth-corrigan", path), read("ruth-dimmock", path)
    text = area_of(mine)
    # in different places: joined
    send("ruth-dimmock", path, {"text": text + "\n-- RUTH at the end\n"}, page=theirs)
    send("beth-corrigan", path, {"text": "-- BETH at the top\n" + text}, page=mine)
    now = area_of(read("beth-corrigan", path))
    assert now == "-- BETH at the top\n" + text + "\n-- RUTH at the end\n", now
    # in the same place: a choice, and both wordings are there
    mine, theirs = read("beth-corrigan", path), read("ruth-dimmock", path)
    send("ruth-dimmock", path, {"text": now.replace("BETH at the top", "RUTH chose")}, page=theirs)
    page = send("beth-corrigan", path, {"text": now.replace("BETH at the top", "BETH chose")}, 409, mine)
    said = text_of(page)
    assert "Ruth Dimmock saved" in said and "RUTH chose" in said and "BETH chose" in said, said
    part = re.search(r'type="radio" value="mine"', page.text) and re.search(r'name="(part-\d+)" type="radio"', page.text).group(1)
    send("beth-corrigan", path, {part: "both"}, page=page)
    now = area_of(read("beth-corrigan", path))
    assert "RUTH chose" in now and "BETH chose" in now and "RUTH at the end" in now
    # one takes the file away while the other writes
    mine = read("beth-corrigan", path)
    send("ruth-dimmock", f"{P1}/remove/{name}", {})
    page = send("beth-corrigan", path, {"text": now + "-- more\n"}, 400, mine)
    assert "took this file away" in page.text and area_of(page) == now + "-- more\n"
    send("beth-corrigan", path, {"text": area_of(page)}, page=page)
    assert area_of(read("ruth-dimmock", path)) == now + "-- more\n"
    # two add a file of one name
    send("beth-corrigan", P1 + "/add", {"name": "20-new.lua"})
    assert "There is a file of this name already" in send("ruth-dimmock", P1 + "/add", {"name": "20-new.lua"}, 400).text


def deleting_asks_first_and_gives_no_number_twice():
    page = read("beth-corrigan", "/rules/proposals/p3/delete")
    assert "Nothing in force changes" in page.text
    send("beth-corrigan", "/rules/proposals/p3/delete", {}, page=page)
    read("beth-corrigan", "/rules/proposals/p3", 404)
    aside = os.path.join(home.path, "proposals", "deleted", "p3")
    assert os.path.exists(os.path.join(aside, "rules", "99-loop.lua"))
    assert sorted(os.listdir(aside)) == ["about.yaml", "rules"], os.listdir(aside)  # what was kept of work on it is gone
    assert send("beth-corrigan", "/rules/proposals/new", {"title": "One more"}).place == "/rules/proposals/p4"


def rules_tell_nobody_what_stands_in_a_document_that_is_not_theirs():
    secret = re.search(r'"id":"([^"]+)"', home.run("--json", "show", "groups/strategy-board/papers/2005/" + SECRET + ".md")).group(1)
    place = send("beth-corrigan", "/rules/proposals/new", {"title": "Curious"}).place
    mine = re.search(r"/rules/proposals/p\d+", place).group(0)
    write("beth-corrigan", "99-curious.lua", 'rule "curious" {\n  about = "x.", authority = "None", before = { "paper.approve", "paper.sign" },\n'
          '  requires = { check { "curious", function()\n    local d = docs.get("%s")\n    return false, d and d.title or "nothing"\n  end } },\n}\n'
          % secret, new=True, proposal=mine)
    page = read("beth-corrigan", mine + "/try?doc=CTB-2005-P002&act=move+approve&by=helen-marsh&on=2006-01-18")
    assert "overmist" not in page.text and "Not shown" in text_of(page), text_of(page)
    pages = [replayed("beth-corrigan", mine), read("beth-corrigan", mine + "/replay.csv"), read("beth-corrigan", mine + "/replay.json")]
    assert not any("overmist" in page.text for page in pages)
    rows = [json.loads(x) for x in pages[2].text.splitlines()]
    assert any("documents that are not for" in (x.get("why") or "") and x["found"] is None for x in rows)


def a_report_is_for_whoever_started_it():
    """Ruth may read what Beth may not; a rule that looks into it tells Ruth alone, by words and by counts."""
    path = os.path.join(home.top, "second.md")
    with open(path, "w") as f:
        f.write("---\nreaders: [ruth-dimmock]\n---\n\n# Quillenby complaint\n\nA letter.\n")
    secret = re.search(r"CTB-2006-P\d+", home.run("--on", home.on, "file", path, "--group", "strategy-board", "--as-kind", "paper", "--as",
                                                  "ruth-dimmock")).group(0)
    plain = os.path.join(home.top, "plain.md")
    with open(plain, "w") as f:
        f.write("# Swings\n\n**For Decision**\n\n## Summary\n\nSwings.\n\n## Implications\n\n**Financial:** None.\n\n**Legal:** None.\n")
    paper = re.search(r"CTB-2006-P\d+", home.run("--on", home.on, "file", plain, "--group", "strategy-board", "--as-kind", "paper", "--as",
                                                 "paul-okafor")).group(0)
    home.run("--on", home.on, "--as", "farah-nazir", "sign", paper, "--role", "finance lead")  # an event when the secret was there
    place = send("beth-corrigan", "/rules/proposals/new", {"title": "Curious too"}).place
    write("beth-corrigan", "99-curious.lua", 'rule "curious" {\n  about = "x.", authority = "None", before = { "paper.approve", "paper.sign" },\n'
          '  requires = { check { "curious", function()\n    local d = docs.get("%s")\n'
          '    return false, d and d.title or "nothing"\n  end } },\n}\n' % secret, new=True, proposal=place)
    hers = text_of(replayed("ruth-dimmock", place))
    assert "Quillenby" in read("ruth-dimmock", place + "/replay.json").text
    assert "Would now be refused" in hers and "other administrators start their own" in hers, hers
    counts = re.search(r"\d+ would now be refused", text_of(read("ruth-dimmock", place)))
    assert counts, text_of(read("ruth-dimmock", place))
    pages = [read("beth-corrigan", place + tail) for tail in ("", "/replay", "/enact")]
    pages += [read("beth-corrigan", place + "/replay." + kind, 404) for kind in ("csv", "json")]
    for page in pages:
        assert "uillenby" not in page.text and counts.group(0) not in page.text, text_of(page)
    assert "uillenby" not in replayed("beth-corrigan", place).text
    assert "uillenby" in read("ruth-dimmock", place + "/replay.json").text  # two reports, and neither takes the other's place
    # what stands in the way of bringing it into force is told with the same eyes: a declaration could ask a document anything
    papers = area_of(read("beth-corrigan", place + "/edit/10-papers.lua"))
    write("beth-corrigan", "98-fields.lua", 'kind "paper" { extend = true, fields = { readers = "date" } }\n', new=True, proposal=place)
    send("beth-corrigan", f"{place}/remove/99-curious.lua", {})
    send("beth-corrigan", place + "/enact", {"reason": "curious"})
    said = text_of(enacted("beth-corrigan", {"decision": ""}, proposal=place))
    assert secret not in said and "ruth-dimmock" not in said and "Not brought into force" in said, said
    assert papers


def the_note_of(name, proposal=P1):
    with open(os.path.join(beside(proposal), name + ".yaml"), encoding="utf-8") as f:
        return f.read()


def two_at_once_do_not_disturb_each_other():
    place = send("ruth-dimmock", "/rules/proposals/new", {"title": "Beside"}).place
    write("ruth-dimmock", "tests/odd_test.lua", 'test "odd" { when = { move = "approve", on = "none", by = "cath" }, expect = { allowed = true } }\n',
          new=True, proposal=place)
    for person, proposal in (("beth-corrigan", P1), ("ruth-dimmock", place)):
        for what in ("/test", "/replay"):
            send(person, proposal + what, {"do": "start"})
    read("ruth-dimmock", P1)  # and the pages answer meanwhile
    mine, hers = text_of(over("beth-corrigan", P1 + "/test")), text_of(over("ruth-dimmock", place + "/test"))
    assert "odd" not in mine and "odd" in hers and "1 failed" in hers, (mine, hers)
    for person, proposal in (("beth-corrigan", P1), ("ruth-dimmock", place)):
        assert "as it stands, would have made" in text_of(over(person, proposal + "/replay"))
    # of one proposal, asked for twice: it is done once, and both see it
    send("beth-corrigan", P1 + "/test", {"do": "start"})
    send("ruth-dimmock", P1 + "/test", {"do": "start"})
    said = [re.search(r"\d+ passed, .*? on \w+ \d+ \w+ \d+", text_of(over(who, P1 + "/test"))).group(0) for who in ("beth-corrigan", "ruth-dimmock")]
    assert said[0] == said[1], said


def killed():
    """The server ends as by a loss of power; then it is there again."""
    global server
    server.process.kill()
    server.process.wait()
    server = Server(home)
    for b in browsers.values():
        b.server = server


def a_server_that_ends_in_the_middle_loses_nothing_and_says_so():
    for end in (lambda: serve(home.on), killed):
        send("beth-corrigan", P1 + "/test", {"do": "start"})
        end()
        said = text_of(read("beth-corrigan", P1 + "/test"))
        assert "broken off when the server stopped" in said and "Run the tests again" in said, said
        assert "Not run" in text_of(read("beth-corrigan", P1 + "/enact")) or "These very rules" in text_of(read("beth-corrigan", P1 + "/enact"))
    place = send("beth-corrigan", "/rules/proposals/new", {"title": "Broken off"}).place
    write("beth-corrigan", "97-note.lua", "-- nothing but a note\n", new=True, proposal=place)
    send("beth-corrigan", place + "/enact", {"reason": "a note"})
    before = git("rev-parse", "main")
    for end in (lambda: serve(home.on), killed):
        send("ruth-dimmock", place + "/enact", {"decision": "CTB-2006-D001"})
        end()
        said = text_of(read("ruth-dimmock", place + "/enacting"))
        assert "broken off when the server stopped" in said and "Nothing has changed" in said, said
        assert git("rev-parse", "main") == before
    # stopped by somebody
    send("ruth-dimmock", place + "/enact", {"decision": "CTB-2006-D001"})
    send("beth-corrigan", place + "/enacting", {"do": "stop"}, page=read("beth-corrigan", place))
    said = text_of(over("ruth-dimmock", place + "/enacting"))
    assert "was stopped" in said and "Nothing has changed" in said and git("rev-parse", "main") == before, said
    # it had landed, and only the note of it was lost
    assert "Brought into force" in text_of(enacted("ruth-dimmock", {"decision": "CTB-2006-D001"}, proposal=place))
    assert git("rev-parse", "main") != before
    note = os.path.join(beside(place), "enact.ruth-dimmock.yaml")
    kept = the_note_of("enact.ruth-dimmock", place)
    with open(note, "w", encoding="utf-8") as f:
        f.write(re.sub(r"headline: .*\n(?:[ -].*\n)*", "", kept).replace("state: done", "state: under way"))
    said = text_of(read("ruth-dimmock", place + "/enacting"))
    assert "Ruth Dimmock brought it into force by decision CTB-2006-D001" in said, (said, kept)


def what_is_kept_does_not_grow_without_end():
    kept = os.path.join(beside(), "kept")
    for i in range(260):
        path = os.path.join(kept, "%064x" % i)
        with open(path, "w") as f:
            f.write("-- old\n")
        os.utime(path, (i, i))
    for i in range(9):
        path = os.path.join(beside(), f"replay.somebody-{i}.tsv")
        with open(path, "w") as f:
            f.write("")
        os.utime(path, (i, i))
    opened = read("beth-corrigan", P1 + "/edit/12-large-sums.lua")
    text = area_of(opened)
    write("ruth-dimmock", "12-large-sums.lua", text + "-- one more\n")
    names = os.listdir(kept)
    assert len(names) == 200 and "%064x" % 259 in names and "%064x" % 5 not in names, len(names)
    replayed("beth-corrigan")
    assert len([n for n in os.listdir(beside()) if n.startswith("replay.") and n.endswith(".tsv")]) == 4
    assert "as it stands" in text_of(read("beth-corrigan", P1 + "/replay"))
    # an edit that began from a text no longer kept: both are shown whole, nothing typed is lost
    for name in os.listdir(kept):
        os.unlink(os.path.join(kept, name))
    page = send("beth-corrigan", P1 + "/edit/12-large-sums.lua", {"text": text + "-- BETH at last\n"}, 409, opened)
    assert "BETH at last" in page.text and "one more" in page.text
    write("beth-corrigan", "12-large-sums.lua", text)
    os.unlink(os.path.join(beside(), "replay.beth-corrigan.tsv"))
    assert "made way for newer ones" in text_of(read("beth-corrigan", P1 + "/replay"))


def what_a_killed_server_left_half_made_goes():
    all_of = os.path.join(home.path, "proposals")
    for left in ("half/rules/tests", "half/kept"):
        os.makedirs(os.path.join(all_of, left))
    with open(os.path.join(all_of, "half", "rules", "tests", "x.lua"), "w") as f:
        f.write("-- half\n")
    with open(os.path.join(beside(), "replay.beth-corrigan.half"), "w") as f:
        f.write("half")
    serve(home.on)
    assert "half" not in os.listdir(all_of) and "replay.beth-corrigan.half" not in os.listdir(beside())
    os.makedirs(os.path.join(all_of, "half", "rules"))  # and without a start
    number = int(send("beth-corrigan", "/rules/proposals/new", {"title": "After a half"}).place.rsplit("p", 1)[1])
    assert "half" not in os.listdir(all_of) and sorted(os.listdir(os.path.join(all_of, f"p{number}"))) == ["about.yaml", "rules"]


def a_full_disk_leaves_no_half_proposal():
    """The proposals on a small disk of their own, in a name space that only this server sees."""
    if subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode:
        print("SKIPPED: no small disk can be mounted here")
        return
    small = lib.Home(program, on="2005-12-27")
    where = os.path.join(small.path, "proposals")
    os.mkdir(where)
    there = Server(small, command=["unshare", "-m", "sh", "-c", f"mount -t tmpfs -o size=120k none {where} && "
                                   f"exec {program} -C {small.path} serve --listen 127.0.0.1:0 --on {small.on}"])

    def inside(*words):
        return subprocess.run(["nsenter", "-t", str(there.process.pid), "-m", *words], capture_output=True, text=True, check=True).stdout.split()

    b = Browser(there)
    page = b.get(there.link)
    b.post(there.link, {"token": page.field("token") or "", "password": PASSWORD, "again": PASSWORD})
    for _ in range(2):
        done = b.post("/rules/proposals/new", {**hidden(b.get("/rules/proposals/new")), "title": "Where there is no room"})
        said = text_of(done)
        assert done.status == 500 and "No space left" in said and "No proposal was begun" in said and "Make room" in said, (done.status, said)
        assert inside("ls", where) == ["lock"], inside("ls", where)
    assert "Where there is no room" not in b.get("/rules/proposals").text
    inside("mount", "-o", "remount,size=32m", where)
    done = b.post("/rules/proposals/new", {**hidden(b.get("/rules/proposals/new")), "title": "Where there is room"})
    assert done.place == P1 and inside("ls", where) == ["lock", "p1"], (done.status, done.place)
    # full again while a file is saved: what was typed comes back
    inside("dd", "if=/dev/zero", f"of={where}/filler", "bs=1M", "count=31", "status=none")
    subprocess.run(["nsenter", "-t", str(there.process.pid), "-m", "dd", "if=/dev/zero", f"of={where}/filler2", "bs=4k", "status=none"], capture_output=True)
    page = b.get(P1 + "/edit/10-papers.lua")
    done = b.post(P1 + "/edit/10-papers.lua", {**hidden(page), "text": area_of(page) + "-- TYPED WITH CARE\n"})
    assert done.status == 500 and "TYPED WITH CARE" in done.text and "No space left" in text_of(done), (done.status, text_of(done)[-600:])
    inside("rm", f"{where}/filler", f"{where}/filler2")
    assert area_of(b.get(P1 + "/edit/10-papers.lua")) == area_of(page)
    there.stop()
    small.remove()


def the_record_is_sound():
    server.stop()
    assert "The record is sound" in home.run("verify")
    assert "the same as a rebuild" in home.run("index", "check")
    done = subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "fsck", "--strict", "--no-dangling"], capture_output=True, text=True)
    assert done.returncode == 0 and not done.stdout, done.stdout + done.stderr
    home.remove()


run([all_come_in, a_member_reads_what_is_in_force, a_proposal_is_begun_and_nothing_in_force_changes, the_rule_is_written_and_a_slip_is_found,
     posts_are_filled, it_is_tested, it_is_tried_on_a_real_case, it_is_replayed, it_is_laid_down_by_one_person, and_brought_into_force_by_another,
     a_paper_is_refused_with_words_that_say_how_to_put_it_right, the_same_person_may_not_do_both, names_that_lead_elsewhere_are_refused,
     what_is_too_large_is_refused_and_what_was_typed_is_kept, signs_that_cannot_be_seen_are_named, a_rule_that_never_ends_holds_nobody_up,
     a_replay_can_be_stopped_and_does_not_outlive_the_server, two_admins_at_one_file_lose_nothing,
     deleting_asks_first_and_gives_no_number_twice, rules_tell_nobody_what_stands_in_a_document_that_is_not_theirs,
     a_report_is_for_whoever_started_it, two_at_once_do_not_disturb_each_other, a_server_that_ends_in_the_middle_loses_nothing_and_says_so,
     what_is_kept_does_not_grow_without_end, what_a_killed_server_left_half_made_goes, a_full_disk_leaves_no_half_proposal, the_record_is_sound])
