#!/usr/bin/env python3
"""What is declared is what people see, on the record of scripts/story: rows and maps in forms, pages, comparisons and the API; the words of
every button; no step that the program takes by itself; no word of programmers. Ends with verify, git fsck and index check.
Usage: forms.py PROGRAM SOURCE"""
import html
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import Browser, Server, Story, run  # noqa: E402

program, source = sys.argv[1], sys.argv[2]
PASSWORD = "correct horse battery staple"
home = Story(program, source)
home.on = "2005-12-23"
server = Server(home)
clerk, chair, member = Browser(server), Browser(server), Browser(server)


def plain(reply):
    main = re.search(r"<main.*?</main>", reply.text, re.S)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main.group(0) if main else reply.text)))


def buttons(reply):
    found = re.findall(r'<a[^>]*class="govuk-button[^"]*"[^>]*>\s*(.*?)\s*</a>', reply.text, re.S)
    return [html.unescape(re.sub(r"<[^>]*>", "", x)).strip() for x in found]


def fields_of(page):
    """A form as it was sent, to be sent back: a browser does the same."""
    out = []
    for tag, inner in re.findall(r"<textarea([^>]*)>\n?(.*?)</textarea>", page.text, re.S):
        out.append((re.search(r'name="([^"]*)"', tag).group(1), html.unescape(inner)))
    for tag in re.findall(r"<input([^>]*)>", page.text):
        name, value, kind = (re.search(r'%s="([^"]*)"' % a, tag) for a in ("name", "value", "type"))
        if not name or (kind and kind.group(1) in ("radio", "checkbox") and " checked" not in tag) or name.group(1) == "q":
            continue
        out.append((name.group(1), html.unescape(value.group(1)) if value else ""))
    for name, inner in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', page.text, re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]* selected', inner)
        out.append((name, html.unescape(chosen.group(1)) if chosen else ""))
    return out


def people_come_in():
    assert clerk.post(server.link, {"password": PASSWORD, "again": PASSWORD}).status == 303
    for b, person in ((chair, "helen-marsh"), (member, "rosa-lindqvist")):
        link = re.search(r"/invitation/[\w-]+", home.run("account", "invite", person)).group(0)
        assert b.post(link, {"password": PASSWORD, "again": PASSWORD}).status == 303


def every_row_and_every_move_is_declared_in_words():
    kinds = json.loads(clerk.get("/api/v1/kinds").text)["items"]
    assert len(kinds) > 15
    for k in kinds:
        assert k["about"], k["name"]
        for f in k["fields"]:
            assert f["type"] != "rows" or f["columns"], (k["name"], f["name"])
            assert f["columns"] == [c["name"] for c in f["row"]]
        for m in k["moves"]:
            assert m["label"] and " " in m["label"] and "_" not in m["label"], (k["name"], m["name"])
            assert m["by_itself"] in ("no", "either", "yes")
    group = next(k for k in kinds if k["name"] == "group")
    seat = {c["name"]: c for c in next(f for f in group["fields"] if f["name"] == "members")["row"]}
    assert seat["on_behalf_of"]["type"] == "doc" and seat["on_behalf_of"]["of"] == "organisation" and seat["voting"]["type"] == "bool"


def a_seat_is_changed_in_a_form_and_the_page_says_how():
    page = clerk.get("/d/strategy-board/edit")
    words = plain(page)
    for said in ("Members 1", "Has a vote", "On behalf of", "Whom it reports to 1", "Answers for what"):
        assert said in words, (said, words[:3000])
    for label in ("Wendlebury Police", "Council's Executive", "Lucy Tran"):
        assert re.search(r"<option value=\"[^\"]*\"[^>]*>%s</option>" % re.escape(html.escape(label)), page.text) or label in words, label
    assert "borough-council Wendlebury" not in words, "a file's name is no word for people"
    fields = fields_of(page)
    same = clerk.post("/d/strategy-board/edit", fields)
    assert same.status == 303, (same.status, plain(same)[:800])
    before = json.loads(home.run("--json", "show", "strategy-board"))
    fields = fields_of(clerk.get("/d/strategy-board/edit"))
    seat = next(i for i in range(20) if ("f-members-%d-person" % i, "lucy-tran") in fields)
    day = {"f-members-%d-until-%s" % (seat, p): v for p, v in (("day", "31"), ("month", "12"), ("year", "2005"))}
    wrong = clerk.post("/d/strategy-board/edit", [(k, {**day, list(day)[1]: "13"}.get(k, v)) for k, v in fields])
    assert wrong.status == 400 and "Members, row %d, until must be a day" % (seat + 1) in plain(wrong), plain(wrong)[:600]
    done = clerk.post("/d/strategy-board/edit", [(k, day.get(k, v)) for k, v in fields])
    assert done.status == 303, (done.status, plain(done)[:800])
    after = json.loads(home.run("--json", "show", "strategy-board"))
    rows, new = (x.get("fields", x)["members"] for x in (before, after))
    assert [r for r in rows if r["person"] != "lucy-tran"] == [r for r in new if r["person"] != "lucy-tran"], "others stand as they stood"
    assert next(r for r in new if r["person"] == "lucy-tran")["until"] == "2005-12-31"
    words = plain(clerk.get("/d/strategy-board/compare"))
    assert "7 of 8 the same on both sides" in words and "until: Sat 31 Dec 2005" in words and "on behalf of: Wendlebury Youth Offending Service" in words, words[:2500]
    words = plain(clerk.get("/groups/strategy-board"))
    assert "Whom it reports to" in words and "solid political" in words, words[:1500]


def a_line_of_an_unknown_sort_is_refused_with_what_there_is():
    page = clerk.get("/d/early-years/edit")
    sent = [(k, "wavy" if k == "f-lines-0-type" else v) for k, v in fields_of(page)]
    reply = clerk.post("/d/early-years/edit", sent)
    assert reply.status == 400 and "'wavy' is not one of those" in plain(reply), (reply.status, plain(reply)[:500])


def what_a_paper_recommends_is_a_table():
    words = plain(clerk.get("/d/CTB-2005-P001"))
    assert "Recommendations" in words and "What is recommended" in words and "Report back by" in words, words[-2500:]
    record = json.loads(clerk.get("/api/v1/documents/CTB-2005-P001").text)
    assert "condition" in json.dumps(record)
    assert "CTB-2005-A001" in plain(clerk.get("/d/CTB-2005-M001-minutes"))


def maps_are_shown_with_what_they_mean():
    words = plain(clerk.get("/d/CTB-terms-of-reference"))
    assert "Quorum: 4 (voting members who must be present)" in words and "Params" not in words, words[:900]
    words = plain(clerk.get("/d/CTB-2005-D002"))
    assert "Votes 6 for, 1 against, 1 abstention" in words and "Length" not in words, words[:1500]


def buttons_say_what_happens():
    seen = buttons(clerk.get("/d/CTB-2005-D003"))
    assert "Record that a condition is met" in seen and "Take the decision back" in seen, seen
    for raw in ("Meet", "Record", "Drop", "Rescind", "Supersede"):
        assert raw not in seen, seen
    page = clerk.get("/d/CTB-2005-D003/move/meet")
    assert page.status == 200 and "Record that a condition is met" in plain(page), plain(page)[:500]
    assert "Give the action a later day" in buttons(chair.get("/d/CTB-2005-A001"))
    assert not [x for x in buttons(member.get("/d/CTB-2005-A001")) if "action" in x]


def what_comes_by_itself_waits_for_nobody():
    words = plain(clerk.get("/move-on"))
    assert "done by itself" not in words and "Record that the action is done" in words, words
    for kind, move in (("report", "place"), ("report", "consider"), ("minutes", "approve"), ("paper", "publish"), ("decision", "record")):
        assert clerk.get(f"/move-on?kind={kind}&move={move}").status == 404, (kind, move)
    assert "Put the report" not in plain(clerk.get("/d/EXE-2005-R004"))


def programs_are_answered_as_programs():
    for target in ("/api/v1/..%2f..", "/api/v1/../..", "/api/v1/%2e%2e/%2e%2e", "/api/v2/documents", "/api/nothing", "/api/v1/%00", "/api/v1/documents/%zz"):
        reply = clerk.get(target)
        assert reply.status in (400, 404), (target, reply.status)
        assert reply.headers["Content-Type"].startswith("application/problem+json"), (target, reply.headers["Content-Type"])
        assert json.loads(reply.text)["status"] == reply.status
    assert clerk.get("/..%2fx").headers["Content-Type"].startswith("text/html")


FORBIDDEN = (r"\bnothing resolved\b", r"\bcreate_action\b", r"\bnull\b", r"\bnil\b", r"\bentity\b", r"\binstance\b", r"\b[a-z]+_[a-z_]+\b",
             r"\b20\d\d-\d\d-\d\d\b(?!T)", r"(?<!stage )\b1 (?:papers|decisions|actions|members|days|rules|pages|files)\b", r"\[object", r"\btrue\b", r"\bfalse\b",
             r"\bbooleans?\b", r"\bHEAD\b", r"\bblob\b", r"\bcommits?\b")
# words of the machine where they are the matter: commands in the handbook, rules as they are written, accounts of programs, days in hints of how to write one
SPARED = re.compile(r"^/(d/handbook~|rules|admin/rules|account|api|accessibility)|/(compare|history|why)")


def no_page_speaks_like_a_program():
    seen, queue, looked, odd = {"/"}, ["/"], {}, []
    while queue:
        at = queue.pop(0)
        pattern = re.sub(r"[A-Z]{3}-\d{4}-[A-Z]\d+", "X", at.split("?")[0])
        looked[pattern] = looked.get(pattern, 0) + 1
        if looked[pattern] > 8:
            continue
        page = clerk.get(at)
        if page.status != 200 or "html" not in page.headers["Content-Type"]:
            continue
        for target in re.findall(r'href="(/[^"#]*)"', page.text):
            target = html.unescape(target).split("#")[0]
            if target not in seen and not re.search(r"^/(api|assets|sign-out)|as-at|known-at|sort=|\.(csv|json|atom|svg|css|js)", target):
                seen.add(target)
                queue.append(target)
        if SPARED.search(at):
            continue
        text = re.sub(r"<details.*?</details>|<textarea.*?</textarea>|<pre.*?</pre>|<code.*?</code>|<option.*?</option>", " ", page.text, flags=re.S)
        words = plain(type("R", (), {"text": text})())
        odd += [(at, words[max(0, m.start() - 40):m.end() + 30]) for f in FORBIDDEN for m in re.finditer(f, words)]
    assert sum(looked.values()) > 150, len(looked)
    assert not odd, "\n".join(f"{a}: ...{w}..." for a, w in odd[:40])


def the_record_is_sound():
    server.stop()
    assert "The record is sound" in home.run("verify")
    home.run("index", "check")
    fsck = subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "fsck", "--strict", "--no-dangling"], capture_output=True,
                          text=True)
    assert fsck.returncode == 0 and not fsck.stderr.strip(), fsck.stderr
    home.remove()


run([people_come_in, every_row_and_every_move_is_declared_in_words, a_seat_is_changed_in_a_form_and_the_page_says_how,
     a_line_of_an_unknown_sort_is_refused_with_what_there_is, what_a_paper_recommends_is_a_table, maps_are_shown_with_what_they_mean,
     buttons_say_what_happens, what_comes_by_itself_waits_for_nobody, programs_are_answered_as_programs, no_page_speaks_like_a_program,
     the_record_is_sound])
