#!/usr/bin/env python3
"""The secretary's own pages on the record of the story: a meeting set up from what is usual, its agenda built, papers moved on together,
what satisfies a refusal offered where it is read, actions put off and reported on, the first page. Ends with verify, git fsck and index
check. Usage: secretary.py PROGRAM SOURCE"""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import Browser, Server, Story, run  # noqa: E402

program, source = sys.argv[1], sys.argv[2]
PASSWORD = "correct horse battery staple"
PAPER = """# %s

**For Decision**

## Summary

%s in short.

## Implications

**Financial:** None.

**Legal:** None.

## Recommendations

The Strategy Board is asked to agree:

1. %s goes ahead.
"""

home = Story(program, source)
# a meeting that was too small: what it decided is to be put right
home.run("--on", "2006-01-10", "meeting", "new", "early-years", "2006-01-16")
with open(os.path.join(home.top, "short.md"), "w") as f:
    f.write("# Minutes of the Early Years Group\n\nHeld on Monday 16 January 2006\n\nPresent: Jane Whitlock (Chair)\n\n1. Places\n\n"
            "RESOLVED: That two places be added.\n")
home.run("--on", "2006-01-17", "file", os.path.join(home.top, "short.md"), "--meeting", "EYG-2006-M001")
server = Server(home)
browsers = {}
clerk = Browser(server)


def sign_in():
    for person in ("beth-corrigan", "helen-marsh", "farah-nazir", "leonard-shaw", "jane-whitlock", "martin-quill"):
        b = browsers[person] = clerk if person == "beth-corrigan" else Browser(server)
        link = server.link if b is clerk else re.search(r"/invitation/[\w-]+", home.run("account", "invite", person)).group(0)
        assert b.post(link, {"password": PASSWORD, "again": PASSWORD}).status == 303, person


def form(path, who=clerk, **more):
    page = who.get(path)
    assert page.status == 200, (path, page.status, page.text[-1500:])
    fields = {name: page.field(name) for name in ("token", "form", "base") if page.field(name)}
    return {**fields, **more}, page


def events(document):
    return home.run("--json", "history", document).count('"event"')


def titles(text):
    """Of the items, in their order, each behind its number."""
    return re.findall(r'mb-agenda__number">([^<]*)</span>\s*<div class="mb-agenda__text">(?:<a [^>]*>)?([^<]*)', text)


def plain(text):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text)).replace("&#39;", "'").replace("&quot;", '"')


# ---- a meeting and its agenda ----

MEETING = "CTB-2006-M001"
AGENDA = MEETING + "-agenda"
PAGE = f"/meetings/{MEETING}/agenda"


def a_meeting_is_set_up_from_what_is_usual():
    fields, page = form("/new-meeting?group=strategy-board")
    assert 'value="14:00"' in page.text and "Committee Room 2" in page.text
    again = clerk.post("/new-meeting", {**fields, "group": "executive-group", "date": "2006-02-21", "time": "", "place": "", "do": "usual"})
    assert again.status == 200 and 'value="10:00"' in again.text and "Committee Room 1" in again.text and 'value="2006-02-21"' in again.text
    wanted = {**form("/new-meeting")[0], "group": "strategy-board", "date": "2006-02-14", "time": "", "place": "", "agenda": "usual"}
    made = clerk.post("/new-meeting", wanted)
    assert made.status == 303 and made.place == f"/meetings/{MEETING}", (made.status, made.place, plain(made.text)[:600])
    assert clerk.post("/new-meeting", wanted).place == made.place
    shown = clerk.get(made.place).text
    assert "Committee Room 2" in shown and "14:00" in shown and "Apologies for absence" in shown and PAGE in shown
    assert [n for n, _ in titles(clerk.get(PAGE).text)] == ["1", "2", "3", "4", "5"]
    clash = clerk.post("/new-meeting", {**form("/new-meeting")[0], "group": "strategy-board", "date": "2006-02-14"})
    assert clash.status == 400 and "already has a meeting" in plain(clash.text)


def items_go_up_and_down_and_off():
    before = [t for _, t in titles(clerk.get(PAGE).text)]
    assert clerk.post(PAGE, form(PAGE, up="4")[0]).status == 303
    assert [t for _, t in titles(clerk.get(PAGE).text)] == [*before[:3], before[4], before[3]]
    assert clerk.post(PAGE, form(PAGE, down="3")[0]).status == 303
    assert clerk.post(PAGE, form(PAGE, remove="3")[0]).status == 303
    assert titles(clerk.get(PAGE).text) == [(str(i + 1), t) for i, t in enumerate([*before[:3], before[4]])]
    done = clerk.post(PAGE, form(PAGE, add="item", title="Play schemes | Easter", part="decide")[0])
    assert done.status == 303, plain(done.text)
    assert titles(clerk.get(PAGE).text)[-1][0] == "5" and "to decide" in clerk.get(PAGE).text
    empty = clerk.post(PAGE, form(PAGE, add="item", title=" ", part="note")[0])
    assert empty.status == 400 and "Say what the item is called" in empty.text and '<option value="note" selected' in empty.text
    assert clerk.post(PAGE, form(PAGE, up="99")[0]).status == 400


def an_act_sent_twice_is_done_once():
    fields, _ = form(PAGE, add="item", title="Sent twice", part="")
    assert clerk.post(PAGE, fields).status == 303
    changes = events(AGENDA)
    assert clerk.post(PAGE, fields).status == 303
    assert events(AGENDA) == changes and clerk.get(PAGE).text.count("Take off<span class=\"govuk-visually-hidden\"> Sent twice") == 1


def who_changed_it_meanwhile_is_told_and_nothing_typed_is_lost():
    old, _ = form(PAGE)
    assert clerk.post(PAGE, form(PAGE, add="item", title="By another", part="")[0]).status == 303
    changes = events(AGENDA)
    for act in ({"add": "item", "title": "Typed in vain", "part": "advise"}, {"up": "2"}, {"remove": "1"},
                {"add": "paper", "text": PAPER % ("Vain", "Vain", "Vain")}):
        late = clerk.post(PAGE, {**old, **act})
        assert late.status == 409 and "after you opened this page" in late.text and "Beth Corrigan changed" in late.text, (act, late.status)
        assert act.get("title", "") in late.text and (act.get("text") or "Take off").split("\n")[0] in late.text
    assert 'value="Typed in vain"' in clerk.post(PAGE, {**old, "add": "item", "title": "Typed in vain", "part": "advise"}).text
    assert events(AGENDA) == changes
    odd = clerk.post(PAGE, {**old, "base": "da39a3ee5e6b4b0d3255bfef95601890afd80709", "up": "1"})
    assert odd.status == 409


def papers_come_on_with_what_they_still_need():
    path = os.path.join(home.top, "paper.md")
    for title in ("Short breaks", "Youth offer"):
        with open(path, "w") as f:
            f.write(PAPER % (title, title, title))
        home.run("--on", "2006-01-18", "--as", "dorothy-kemp", "file", path, "--group", "strategy-board", "--as-kind", "paper")
    fields, page = form(PAGE)
    said = plain(page.text)
    assert "CTB-2006-P001: Short breaks" in said and "Not ready. Still to come: sign-off of the finance lead (Farah Nazir)" in said, said
    assert "approve (Helen Marsh)" in said and "CTB-2005-P001" not in said
    none = clerk.post(PAGE, {**fields, "add": "papers"})
    assert none.status == 400 and "Choose a paper" in none.text
    done = clerk.post(PAGE, {**fields, "add": "papers", "paper": "CTB-2006-P001"})
    assert done.status == 303, plain(done.text)
    shown = clerk.get(PAGE).text
    assert "Short breaks" in [t for _, t in titles(shown)] and "CTB-2006-P001: " not in plain(shown) and "to decide" in shown
    assert clerk.post(PAGE, {**form(PAGE)[0], "add": "papers", "paper": "CTB-2099-P001"}).status == 404


def a_paper_is_pasted_or_uploaded_there():
    fields, _ = form(PAGE, add="paper", text=PAPER % ("Pasted here", "Pasted", "Pasted"))
    assert clerk.post(PAGE, fields).status == 303
    assert clerk.post(PAGE, fields).status == 303
    shown = clerk.get(PAGE).text
    assert [t for _, t in titles(shown)].count("Pasted here") == 1 and "CTB-2006-P003" in shown
    fields, _ = form(PAGE)
    parts = "".join(f'--x\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in {**fields, "add": "paper", "text": ""}.items())
    parts += '--x\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\nContent-Type: text/plain\r\n\r\n%s\r\n--x--\r\n'
    own = {"Content-Type": "multipart/form-data; boundary=x", "Origin": f"http://127.0.0.1:{server.port}", "Sec-Fetch-Site": "same-origin"}
    word = clerk.ask("POST", PAGE, parts % ("late.docx", "PK"), own)
    assert word.status == 400 and "Word or PDF" in word.text
    sent = clerk.ask("POST", PAGE, parts % ("late.txt", PAPER % ("Uploaded here", "Up", "Up")), own)
    assert sent.status == 303, plain(sent.text)
    assert "Uploaded here" in [t for _, t in titles(clerk.get(PAGE).text)]
    none = clerk.post(PAGE, form(PAGE, add="paper", text="")[0])
    assert none.status == 400 and "Paste a text or choose a file" in none.text


def the_clock_and_the_judgement_stand_beside_it():
    said = plain(clerk.get(PAGE).text)
    assert "The agenda goes out by" in said and "Days counted" in said and "five clear working days" in said
    assert '"Publish the agenda and give notice" now: the rules would not allow it.' in said and "each paper on it is approved" in said.replace("the papers of an agenda", "")
    assert browsers["martin-quill"].get(PAGE).status == 403 and PAGE not in browsers["martin-quill"].get(f"/meetings/{MEETING}").text
    refused = browsers["martin-quill"].post(PAGE, {"token": browsers["martin-quill"].get("/account").field("token"), "up": "1", "base": "x"})
    assert refused.status == 403


# ---- the step that satisfies ----

PAPERS = ["CTB-2006-P001", "CTB-2006-P003", "CTB-2006-P004"]


def steps(text):
    return dict((plain(t).strip(), href) for href, t in re.findall(r'<a class="govuk-button govuk-button--secondary" href="([^"]*)"[^>]*>(.*?)</a>', text, re.S))


def a_refusal_offers_the_step_to_who_may_take_it():
    chair, finance = browsers["helen-marsh"], browsers["farah-nazir"]
    page = clerk.get(f"/d/{AGENDA}/move/publish")
    assert "Not done" in page.text and not [t for t in steps(page.text) if t.startswith("Approve")] and "Helen Marsh" in plain(page.text)
    assert steps(chair.get(f"/d/{PAPERS[0]}/move/approve").text) == {}, "neither sign-off is the chair's"
    said = plain(chair.get(f"/d/{PAPERS[0]}/move/approve").text)
    assert "Farah Nazir" in said and "Leonard Shaw" in said
    page = finance.get(f"/d/{PAPERS[0]}/sign/finance%20lead")
    assert page.status == 200 and "Sign off as finance lead" in page.text
    for b, role in ((finance, "finance lead"), (browsers["leonard-shaw"], "legal lead")):
        for paper in PAPERS[:2]:
            to = f"/d/{paper}/sign/{role.replace(' ', '%20')}"
            assert b.post(to, form(to, b)[0]).status == 303
    page = chair.get(f"/d/{PAPERS[2]}/move/approve")
    assert "Farah Nazir" in plain(page.text)


def the_officer_is_offered_what_the_officer_may():
    with open(os.path.join(home.top, "bare.md"), "w") as f:
        f.write("# Bare paper\n\n**For Decision**\n\nNothing much.\n")
    said = home.run("--on", "2006-01-18", "file", os.path.join(home.top, "bare.md"), "--group", "strategy-board", "--as-kind", "paper")
    bare = re.search(r"CTB-2006-P\d+", said).group(0)
    page = clerk.get(f"/d/{bare}/move/approve")
    offered = steps(page.text)
    assert f"Fill in summary of {bare}" in offered and offered[f"Fill in summary of {bare}"] == f"/d/{bare}/edit", offered
    assert clerk.get(f"/d/{bare}/edit").status == 200


def what_a_move_asks_for_is_asked_and_kept():
    fields, page = form(f"/d/{PAPERS[2]}/move/withdraw")
    assert "Not met" not in page.text and "Why (it stands in the record)" in page.text
    lacks = clerk.post(f"/d/{PAPERS[2]}/move/withdraw", {**fields, "reason": ""})
    assert lacks.status == 422 and "Still needed: a reason is given" in plain(lacks.text) and 'name="reason"' in lacks.text
    assert "draft" in clerk.get(f"/d/{PAPERS[2]}").text


# ---- several at once ----

def several_are_moved_on_each_judged_by_itself():
    chair = browsers["helen-marsh"]
    page = chair.get(f"/move-on?meeting={MEETING}")
    assert page.status == 200 and "Approve the paper for the agenda 3 documents" in plain(page.text), plain(page.text)[:800]
    target = f"/move-on?kind=paper&move=approve&meeting={MEETING}"
    fields, page = form(target, chair)
    said = plain(page.text)
    assert said.count("Would go through.") == 2 and said.count("Would not go through:") == 1, said
    assert len(re.findall(r'name="document"[^>]* checked', page.text)) == 2
    sent = [("token", fields["token"]), ("form", fields["form"]), ("kind", "paper"), ("move", "approve"), ("meeting", MEETING),
            *(("document", p) for p in [*PAPERS, PAPERS[0], "CTB-2099-P001"])]
    none = chair.post("/move-on", [x for x in sent if x[0] != "document"])
    assert none.status == 400 and "Choose at least one" in none.text
    sent[1] = ("form", form(target, chair)[0]["form"])
    first = chair.post("/move-on", sent)
    assert first.status == 303, plain(first.text)
    counts = [events(p) for p in PAPERS]
    again = chair.post("/move-on", sent)
    assert again.status == 303 and again.place == first.place and [events(p) for p in PAPERS] == counts
    shown = chair.get(first.place)
    said = plain(shown.text)
    assert "2 of 4 went through" in said and "What would do" in said and f"/d/{PAPERS[2]}/move/approve" in shown.text, said
    assert "approved" in said and "There is no such document" in said
    assert "approved" in plain(clerk.get(f"/d/{PAPERS[0]}").text) and "draft" in plain(clerk.get(f"/d/{PAPERS[2]}").text)


def it_is_linked_and_only_for_who_may():
    assert "/move-on?meeting=" in clerk.get(f"/meetings/{MEETING}").text and "/move-on?kind=paper" in clerk.get("/papers").text
    assert "/move-on" in clerk.get("/").text
    page = browsers["martin-quill"].get("/move-on?kind=paper")
    assert page.status == 200 and "Nothing to move on" in page.text
    assert clerk.get("/move-on?kind=nothing").status == clerk.get("/move-on?kind=decision&move=record").status == 404
    assert Browser(server).get("/move-on").status == 303


# ---- a member's own actions ----

ACTION = "CTB-2005-A001"


def an_owner_reports_and_asks_for_time():
    owner_id = re.search(r'"owner":"([a-z-]+)"', home.run("--json", "show", ACTION)).group(1)
    link = re.search(r"/invitation/[\w-]+", home.run("account", "invite", owner_id)).group(0) if owner_id not in browsers else None
    owner = browsers.setdefault(owner_id, Browser(server))
    if link:
        assert owner.post(link, {"password": PASSWORD, "again": PASSWORD}).status == 303
    page = owner.get(f"/d/{ACTION}")
    offered = steps(page.text)
    assert {"Say how the action stands", "Ask the chair for more time", "Record that the action is done"} <= set(offered), offered
    assert f"/d/{ACTION}" in owner.get("/").text
    assert "Ask the chair for more time" not in steps(browsers["martin-quill"].get(f"/d/{ACTION}").text) or owner_id == "martin-quill"
    fields, page = form(f"/d/{ACTION}/move/report", owner)
    assert 'name="progress"' in page.text
    lacks = owner.post(f"/d/{ACTION}/move/report", fields)
    assert lacks.status == 422 and "say what is asked for" in lacks.text and events(ACTION) == 2
    said = owner.post(f"/d/{ACTION}/move/report", {**form(f"/d/{ACTION}/move/report", owner)[0], "progress": "Half: the schools \"north\" have it."})
    assert said.status == 303, plain(said.text)
    assert "Half: the schools" in owner.get(f"/d/{ACTION}").text
    early = owner.post(f"/d/{ACTION}/move/ask_for_time", {**form(f"/d/{ACTION}/move/ask_for_time", owner)[0], "asked_until": "2005-10-01",
                                                          "asked_because": "half term"})
    assert early.status == 422 and "later" in early.text and "half term" in early.text
    asked = {**form(f"/d/{ACTION}/move/ask_for_time", owner)[0], "asked_until": "2006-03-01", "asked_because": "half term"}
    assert owner.post(f"/d/{ACTION}/move/ask_for_time", asked).status == 303
    shown = plain(owner.get(f"/d/{ACTION}").text)
    assert "half term" in shown and "1 Mar 2006" in shown
    chair = browsers["helen-marsh"]
    fields, page = form(f"/d/{ACTION}/move/extend", chair)
    assert 'value="2006-03-01"' in page.text, "the day asked for stands there"
    done = chair.post(f"/d/{ACTION}/move/extend", {**fields, "due": "2006-03-01", "reason": "half term"})
    assert done.status == 303, plain(done.text)
    assert '"due":"2006-03-01"' in home.run("--json", "show", ACTION).replace(" ", "")
    fields, _ = form(f"/d/{ACTION}/move/complete", owner)
    assert owner.post(f"/d/{ACTION}/move/complete", {**fields, "outcome": "All schools have it."}).status == 303
    assert "All schools have it" in owner.get(f"/d/{ACTION}").text


# ---- the first page ----

def the_first_page_says_what_is_to_be_done_and_where():
    page = clerk.get("/")
    said, order = plain(page.text), [page.text.find(f"/d/{x}") for x in (f"{PAPERS[2]}/sign/", f"{PAPERS[2]}/move/approve", f"{AGENDA}/move/publish")]
    assert "What must still happen, in this order" in said and -1 not in order and order == sorted(order), (order, said)
    assert f"/move-on?meeting={MEETING}" in page.text and f'href="{PAGE}"' in page.text
    assert "To be put right" in said and "What lifts it" in said and "Late actions" in said and "All of them" in said, said
    assert "Meetings that have been" in said and "/d/EYG-2006-M001-minutes/move/circulate" in page.text, said
    assert "Move papers on" in said and "/move-on?kind=paper&amp;move=" in page.text
    chair = browsers["helen-marsh"].get("/")
    assert "What waits for you" in chair.text and f"/d/{PAPERS[2]}/move/approve" in chair.text and f"/{AGENDA}/move/publish" not in chair.text
    member = browsers["martin-quill"].get("/")
    assert f"/{PAPERS[2]}/move/" not in member.text and "Late actions" not in member.text
    for href in set(re.findall(r'href="(/(?:d|move-on|meetings|new-meeting|file)[^"#]*)"', page.text)):
        reply = clerk.get(href.replace("&amp;", "&"))
        assert reply.status in (200, 303), (href, reply.status)


def what_stands_in_the_way_is_on_the_page_of_the_meeting():
    page = clerk.get("/new-meeting")
    soon = clerk.post("/new-meeting", {**form("/new-meeting")[0], "group": "executive-group", "date": "2006-01-20", "agenda": "usual"})
    assert soon.status == 303 and page.status == 200
    said = plain(clerk.get(soon.place).text)
    assert "What stands in the way" in said and "five clear working days" in said.lower(), said
    offered = steps(clerk.get(soon.place).text)
    meeting = soon.place.rsplit("/", 1)[1]
    assert any(href == f"/d/{meeting}/edit" for href in offered.values()), offered


def the_founding_period_is_said_until_a_meeting_has_decided():
    founding = "Founding period"
    assert founding in clerk.get("/decisions").text and founding in browsers["martin-quill"].get("/").text
    assert founding not in browsers["martin-quill"].get("/decisions").text and founding not in Browser(server).get("/sign-in").text
    rules = os.path.join(home.top, "rules")
    archive = subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "archive", "main", "rules"], capture_output=True, check=True)
    subprocess.run(["tar", "-x", "-C", home.top], input=archive.stdout, check=True)
    with open(os.path.join(rules, "10-papers.lua"), "a") as f:
        f.write("-- as the board decided\n")
    home.run("--on", "2006-01-18", "--as", "ruth-dimmock", "rules", "propose", rules)
    home.run("--on", "2006-01-18", "--as", "farah-nazir", "rules", "enact", "--decision", "CTB-2005-D003")
    assert founding not in clerk.get("/decisions").text and founding not in clerk.get("/").text


def the_record_is_sound():
    server.stop()
    assert "The record is sound" in home.run("verify")
    home.run("index", "check")
    fsck = subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "fsck", "--strict", "--no-dangling"], capture_output=True,
                          text=True)
    assert fsck.returncode == 0 and not fsck.stderr.strip(), fsck.stderr
    home.remove()


run([sign_in, a_meeting_is_set_up_from_what_is_usual, items_go_up_and_down_and_off, an_act_sent_twice_is_done_once,
     who_changed_it_meanwhile_is_told_and_nothing_typed_is_lost, papers_come_on_with_what_they_still_need,
     a_paper_is_pasted_or_uploaded_there, the_clock_and_the_judgement_stand_beside_it, a_refusal_offers_the_step_to_who_may_take_it,
     the_officer_is_offered_what_the_officer_may, what_a_move_asks_for_is_asked_and_kept, several_are_moved_on_each_judged_by_itself,
     it_is_linked_and_only_for_who_may,
     the_first_page_says_what_is_to_be_done_and_where, what_stands_in_the_way_is_on_the_page_of_the_meeting,
     the_founding_period_is_said_until_a_meeting_has_decided, an_owner_reports_and_asks_for_time, the_record_is_sound])
