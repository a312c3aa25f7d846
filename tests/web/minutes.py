#!/usr/bin/env python3
"""Minutes taken in the form, from the first save to decisions and actions in the registers: by two people, over an ended session and a
restarted server, with a clash, refused, sent twice, thrown away. No scripts run here. Ends with verify, git fsck and index check.
Usage: minutes.py PROGRAM SOURCE"""
import html
import json
import os
import re
import subprocess
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import Browser, Server, Story, run  # noqa: E402

program, source = sys.argv[1], sys.argv[2]
PASSWORD = "correct horse battery staple"
AGENDA = """# Agenda of the Children's Trust Strategy Board

Tuesday 17 January 2006 at 2.00 pm in the Town Hall

| No | Item | Paper | For |
|----|------|-------|-----|
| 1 | Apologies for absence | | |
| 2 | Declarations of interest | | |
| 3 | Play schemes | | decide |
| 4 | Grant to the Wendlebury Play Association | | decide |
"""

home = Story(program, source)
papers = os.path.join(home.top, "papers")
os.mkdir(papers)


def filed(on, name, text, *words):
    path = os.path.join(papers, name)
    with open(path, "w") as f:
        f.write(text)
    return home.run("--on", on, "file", path, *words)


home.run("--on", "2006-01-05", "meeting", "new", "strategy-board", "2006-01-17", "--time", "14:00", "--place", "Town Hall")
home.run("--on", "2006-01-05", "meeting", "new", "early-years", "2006-01-24", "--place", "Town Hall")
home.run("--on", "2006-01-05", "meeting", "new", "executive-group", "2006-01-17", "--place", "Town Hall")
M = "CTB-2006-M001"
filed("2006-01-06T10:00", "agenda.md", AGENDA, "--meeting", M)
home.run("--on", "2006-01-06T10:05", "move", f"{M}-agenda", "publish")
OTHER = "EYG-2006-M001"
TAKE, DRAFT, DISCARD = (f"/meetings/{M}/minutes/{what}" for what in ("take", "draft", "discard"))
server = Server(home)
people = {}


def come_in():
    for person in ("beth-corrigan", "helen-marsh", "victor-farrow", "tom-adeyemi", "martin-quill"):
        people[person] = b = Browser(server)
        link = server.link if person == "beth-corrigan" else re.search(r"/invitation/[\w-]+", home.run("account", "invite", person)).group(0)
        assert b.post(link, {"password": PASSWORD, "again": PASSWORD}).status == 303
    assert people["beth-corrigan"].get("/").status == 200


def fields_of(page):
    """What a browser would send of the form for minutes."""
    start = page.text.index("<form", page.text.index("<main"))
    form = page.text[start:page.text.index("</form>", start)]
    out = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = (re.search(r'%s="([^"]*)"' % key, tag) for key in ("name", "value"))
        if name and ('type="radio"' not in tag or " checked" in tag):
            out[name.group(1)] = html.unescape(value.group(1)) if value else ""
    for name, text in re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', form, re.S):
        out[name] = html.unescape(text)
    for name, options in re.findall(r'<select [^>]*name="([^"]*)">(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        out[name] = html.unescape(chosen.group(1))
    return out


def opened(who):
    page = people[who].get(TAKE)
    assert page.status == 200, (page.status, page.text[:500])
    return page, fields_of(page)


def sent(who, fields, **more):
    return people[who].post(TAKE, {**fields, **more})


def row(page, add):
    """The name of the row that a button would add, by what stands in front of its key."""
    return re.search(r'name="add" value="(%s[a-z0-9]+)"' % re.escape(add), page.text).group(1)


def quorum(page):
    return html.unescape(re.search(r"data-quorum-line[^>]*>([^<]*)<", page.text).group(1))


def saved(page):
    return re.search(r'data-saved[^>]*>([^<]*)<', page.text).group(1)


def the_way_there_is_for_those_who_may():
    come_in()
    for who in ("beth-corrigan", "helen-marsh"):
        page = people[who].get(f"/meetings/{M}")
        assert f'href="{TAKE}"' in page.text, who
    for who, status in {"victor-farrow": 404, "tom-adeyemi": 404, "martin-quill": 404}.items():
        b = people[who]
        token = b.get("/account").field("token")
        assert TAKE not in b.get(f"/meetings/{M}").text, who
        absent = b.get("/meetings/CTB-2006-M999/minutes/take")
        for path in (TAKE, DISCARD):
            hidden = b.get(path)
            assert hidden.status == absent.status == status, (who, path, hidden.status)
            assert hidden.text.replace(path, "").replace(M, "") == absent.text.replace("CTB-2006-M999", "").replace("/meetings//minutes/take", ""), who
        for path in (TAKE, DRAFT, DISCARD):
            assert b.post(path, {"token": token, "base": "0", "others": "x"}).status == status, (who, path)
    assert people["helen-marsh"].get(f"/meetings/{OTHER}/minutes/take").status == 404, "she chairs another group"
    assert people["beth-corrigan"].get("/meetings/CTB-2005-M001/minutes/take").text.count("The minutes are filed")
    assert people["beth-corrigan"].get(f"/d/{M}/edit").status in (200, 403)


def the_form_begins_with_what_the_record_knows():
    page, f = opened("beth-corrigan")
    assert f["time"] == "14:00" and f["place"] == "Town Hall" and f["chair"] == "Helen Marsh", f
    assert f["base"] == "0" and f["t-3-title"] == "Play schemes"
    assert page.text.count('class="mb-person"') == 8 and "Wendlebury Primary Care Trust" in page.text
    assert quorum(page).startswith("Not quorate: 0 voting members counted, 4 "), quorum(page)
    assert "Minutes being taken" not in people["beth-corrigan"].get("/").text, "to look is not to begin"


def the_quorum_line_is_what_the_gate_finds():
    page, f = opened("beth-corrigan")
    for who in ("helen-marsh", "anita-verma", "martin-quill"):
        f[f"p-{who}"] = "present"
    f["p-tom-adeyemi"], f["p-tom-adeyemi-who"] = "substitute", "Rosa Lindqvist"
    reply = people["beth-corrigan"].post(DRAFT, f, Accept="application/json")
    said = json.loads(reply.text)
    assert reply.status == 200 and said["base"] == "1" and not said["short"], said
    assert said["quorum"].startswith("Quorate: 4 voting members counted, 4 needed"), said
    assert re.match(r"Saved \d\d:\d\d by Beth Corrigan$", said["saved"]), said
    again = json.loads(people["beth-corrigan"].post(DRAFT, {**f, "base": "1"}).text)
    assert again["base"] == "1", "what is not changed makes no version"
    page, f = opened("beth-corrigan")
    assert f["p-tom-adeyemi"] == "substitute" and f["p-tom-adeyemi-who"] == "Rosa Lindqvist"
    assert quorum(page) == said["quorum"] and saved(page) == said["saved"]
    fewer = json.loads(people["beth-corrigan"].post(DRAFT, {**f, "p-martin-quill": "apologies"}).text)
    assert fewer["short"] and fewer["quorum"].startswith("Not quorate: 3 voting members counted"), fewer
    people["beth-corrigan"].post(DRAFT, {**f, "base": fewer["base"]})


def rows_are_added_by_asking_the_server():
    page, f = opened("beth-corrigan")
    add = row(page, "t-3-d-")
    f["t-3-text"] = "Members asked what the later hours would cost.\r\n\r\nJane Whitlock told them."
    one = sent("beth-corrigan", f, add=add)
    assert one.status == 303 and one.place == f"{TAKE}#{add}", one.place
    two = sent("beth-corrigan", f, add=add)
    assert two.status == 303, two.text[:300]
    page, f = opened("beth-corrigan")
    assert page.text.count('name="t-3-d-') == 6, "sent twice, one row"
    assert f["t-3-text"] == "Members asked what the later hours would cost.\n\nJane Whitlock told them."
    f[f"{add}-text"] = "That the play schemes be extended to Easter."
    f[f"{add}-for"], f[f"{add}-against"] = "3", "1"
    f[f"{add}-dissent"] = "Anita Verma"
    action = row(page, "t-3-a-")
    assert sent("beth-corrigan", f, add=action).status == 303
    page, f = opened("beth-corrigan")
    f.update({f"{action}-what": "Write to schools", f"{action}-owner": "Jane Whitlock", f"{action}-due": "31 January 2006"})
    interest = row(page, "i-")
    assert sent("beth-corrigan", f, add=interest).status == 303
    page, f = opened("beth-corrigan")
    f.update({f"{interest}-person": "Martin Quill", f"{interest}-item": "4", f"{interest}-interest": "he is a trustee of the association"})
    assert sent("beth-corrigan", f, do="save").status == 303
    page, f = opened("beth-corrigan")
    said = quorum(page)
    assert said.startswith("Quorate: 4") and "Item 4: Not quorate: 3" in said and "because of an interest: Martin Quill" in said, said
    for wrong in ("t-3", "t-3-d-", "x-1", "t-3-d-1-text", "t-3-z-1", "p-helen-marsh", "t-3-D-1"):
        assert sent("beth-corrigan", f, add=wrong).status in (303, 400)
    assert sent("beth-corrigan", f, add="t-3-z-1").status == 400


def two_people_in_different_places_do_not_disturb_each_other():
    page, mine = opened("beth-corrigan")
    _, theirs = opened("helen-marsh")
    add = row(page, "t-4-d-")
    assert sent("helen-marsh", {**theirs, "t-1-text": "As listed above."}, do="save").status == 303
    added = sent("beth-corrigan", {**mine, "t-2-text": "As told below."}, add=add)
    assert added.status == 303, added.text[:500]
    page, f = opened("helen-marsh")
    assert f["t-1-text"] == "As listed above." and f["t-2-text"] == "As told below." and f"{add}-text" in f
    # in the background: what the other changed comes back with the answer
    assert sent("beth-corrigan", {**fields_of(people["beth-corrigan"].get(TAKE)), "others": "Beth Corrigan, Board Officer"}, do="save").status == 303
    said = json.loads(people["helen-marsh"].post(DRAFT, {**f, "place": "the Town Hall"}).text)
    assert [t for t in said["theirs"] if t["name"] == "others" and t["value"] == "Beth Corrigan, Board Officer"], said
    _, f = opened("beth-corrigan")
    assert f["place"] == "the Town Hall" and f["others"] == "Beth Corrigan, Board Officer"
    # a row that the other adds stands also when a page that never showed it goes on saving
    page, old = opened("beth-corrigan")
    add = row(page, "t-2-a-")
    page, theirs = opened("helen-marsh")
    assert sent("helen-marsh", theirs, add=add).status == 303
    _, theirs = opened("helen-marsh")
    assert sent("helen-marsh", {**theirs, f"{add}-what": "Look up the register of interests"}, do="save").status == 303
    for n in range(3):
        said = json.loads(people["beth-corrigan"].post(DRAFT, {**old, "t-2-text": f"As told below, {n}."}).text)
        old["base"] = said["base"]
    _, f = opened("helen-marsh")
    assert f[f"{add}-what"] == "Look up the register of interests" and f["t-2-text"] == "As told below, 2.", f


def two_people_in_one_place_choose_and_lose_nothing():
    _, mine = opened("beth-corrigan")
    _, theirs = opened("helen-marsh")
    assert sent("helen-marsh", {**theirs, "t-4-text": "Helen's words.", "time": "2.00 pm"}, do="save").status == 303
    mine = {**mine, "t-4-text": "Beth's words.", "time": "14:05", "public": "3 members of the public"}
    quiet = people["beth-corrigan"].post(DRAFT, mine)
    assert quiet.status == 409 and "Helen Marsh has changed the same" in json.loads(quiet.text)["problem"]
    page = sent("beth-corrigan", mine, do="save")
    assert page.status == 409 and "Beth&#39;s words." in page.text and "Helen&#39;s words." in page.text, page.text[:1500]
    assert re.search(r"Saved \d\d:\d\d by Helen Marsh, after you opened", page.text) and "Item 4, discussion" in page.text
    form = fields_of(page)
    assert form["public"] == "3 members of the public", "what only one changed needs no choice"
    text, short = (next(k for k, v in form.items() if v == name).replace("clash", "keep") for name in ("t-4-text", "time"))
    done = people["beth-corrigan"].post(TAKE, {**form, text: "both", short: "theirs"})
    assert done.status == 303, done.text[:500]
    _, f = opened("helen-marsh")
    assert f["t-4-text"] == "Beth's words.\n\nHelen's words." and f["time"] == "2.00 pm" and f["public"] == "3 members of the public"
    assert sent("helen-marsh", {**f, "public": "", "t-4-text": "Martin Quill left the room."}, do="save").status == 303


def an_ended_session_loses_nothing():
    b = people["beth-corrigan"]
    _, f = opened("beth-corrigan")
    home.run("account", "sessions", "end", "beth-corrigan")
    quiet = b.post(DRAFT, {**f, "t-1-text": "Typed in vain?"})
    assert quiet.status == 401 and "what you typed is kept" in json.loads(quiet.text)["detail"], quiet.text
    kept = sent("beth-corrigan", {**f, "t-1-text": "Typed while signed out."}, do="save")
    assert kept.status == 303 and kept.place.startswith("/sign-in?to=%2Fkept"), kept.place
    to = html.unescape(b.get(kept.place).field("to"))
    back = b.sign_in("beth-corrigan", PASSWORD, to)
    page = b.get(back.place)
    assert "Typed while signed out." in page.text, (back.status, back.place, page.status)
    done = b.post(TAKE, fields_of(page))
    assert done.status == 303, done.text[:300]
    assert opened("helen-marsh")[1]["t-1-text"] == "Typed while signed out."


def a_restart_loses_nothing():
    global server
    before = {k: v for k, v in opened("helen-marsh")[1].items() if k[:2] in ("p-", "i-", "t-")}
    server.stop()
    server = Server(home)
    for b in people.values():
        b.server = server
    after = {k: v for k, v in opened("helen-marsh")[1].items() if k[:2] in ("p-", "i-", "t-")}
    assert before == after and len(after) > 30


def drafts_wait_on_the_first_page_of_those_who_may():
    assert f'href="{TAKE}"' in people["beth-corrigan"].get("/").text and f'href="{TAKE}"' in people["helen-marsh"].get("/").text
    for who in ("victor-farrow", "tom-adeyemi", "martin-quill"):
        page = people[who].get("/")
        assert page.status == 200 and TAKE not in page.text and "Minutes being taken" not in page.text
    # the page is kept, but never longer than the drafts are the same
    for who, name in (("helen-marsh", "Helen Marsh"), ("beth-corrigan", "Beth Corrigan")):
        assert sent(who, {**opened(who)[1], "t-1-text": f"Noted by {name}."}, do="save").status == 303
        for reader in ("beth-corrigan", "helen-marsh", "beth-corrigan"):
            words = people[reader].get("/").text.split("Minutes being taken")[1].split("</section>")[0]
            assert f"by {name}" in words, (who, reader, words)


def what_came_onto_the_agenda_since_is_told():
    text = AGENDA[:AGENDA.index("| 1 |")].replace("| No |", "Supplement: one urgent item.\n\n| No |") + "| 5 | Foster placements (urgent) | | decide |\n"
    filed("2006-01-12T10:00", "supplement.md", text, "--meeting", M)
    home.run("--on", "2006-01-12T11:00", "move", f"{M}-agenda-2", "publish")
    page, f = opened("beth-corrigan")
    assert f["t-5-title"] == "Foster placements" and "1 item has come onto the agenda since" in page.text, f
    assert "Why the person presiding ruled it urgent" in page.text and "the minutes state the special circumstances" in page.text
    f.update({"t-5-urgent": "the children's places end on Friday", "t-5-text": "The report was heard."})
    assert sent("beth-corrigan", f, do="save").status == 303


def what_is_missing_is_asked_for_and_what_would_be_lost_is_told():
    _, f = opened("beth-corrigan")
    page = sent("beth-corrigan", f, do="make")
    said = html.unescape(page.text)
    assert page.status == 400 and "Say whether Dorothy Kemp came." in said and "There is a problem" in said
    for who in ("dorothy-kemp", "victor-farrow", "lucy-tran"):
        f[f"p-{who}"] = "apologies"
    f["p-jane-whitlock"] = "present"
    f["base"] = fields_of(page)["base"]
    page = sent("beth-corrigan", {**f, "t-1-text": "The Board agreed that the dates be changed."}, do="make")
    assert page.status == 200 and "Would not be read as you meant it" in page.text, html.unescape(page.text)[:3000]
    page, f = opened("beth-corrigan")
    assert sent("beth-corrigan", {**f, "t-1-text": "As listed above."}, do="save").status == 303


def made_and_filed_it_stands_in_the_registers_and_the_draft_is_closed():
    page, f = opened("beth-corrigan")
    decision = next(k for k in f if k.startswith("t-4-d-") and k.endswith("-text"))
    f[decision], f[decision[:-5] + "-outcome"] = "That the grant be paid.", "deferred"
    review = sent("beth-corrigan", f, do="make")
    assert review.status == 200 and "Check what was read" in review.text and "Would not be read" not in review.text, html.unescape(review.text)[:3000]
    given = fields_of(review)
    assert given["draft"].startswith(M + ":") and "**DEFERRED:** That the grant be paid." in given["text"], given["text"]
    assert "- Rosa Lindqvist for Tom Adeyemi, Wendlebury Police" in given["text"]
    before = home.run("list", "decision")
    one, two = (people["beth-corrigan"].post("/file/done", given) for _ in range(2))
    assert one.status == two.status == 303 and one.place == two.place == f"/d/{M}-minutes", (one.status, one.text[:1500])
    assert home.run("list", "decision") != before
    record = home.run("--json", "decisions", "--since", "2006-01-01")
    assert record.count("play schemes be extended to Easter") >= 1 and '"deferred"' in record, record
    assert len(re.findall(r'"id":"CTB-2006-D\d', record)) == 2, record
    actions = home.run("--json", "actions")
    assert "Write to schools" in actions and "2006-01-31" in actions
    agenda = subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "show",
                             f"main:groups/strategy-board/meetings/2006/{M}/agenda-2.md"], capture_output=True, text=True).stdout
    assert "ruled urgent at the meeting: the children's places end on Friday" in agenda, agenda
    shown = people["beth-corrigan"].get(f"/meetings/{M}").text
    assert "Rosa Lindqvist" in shown and "Take minutes" not in shown
    assert "The minutes are filed" in people["helen-marsh"].get(TAKE).text and TAKE not in people["helen-marsh"].get("/").text


def a_page_left_open_does_not_bring_a_filed_draft_back_unseen():
    b = people["helen-marsh"]
    token = b.get("/account").field("token")
    old = {"token": token, "base": "3", "page": "xold", "t-1-title": "Apologies for absence", "t-1-number": "1", "t-1-text": "Late words."}
    quiet = b.post(DRAFT, old)
    assert quiet.status == 409 and "filed or thrown away" in json.loads(quiet.text)["problem"]
    page = b.post(TAKE, {**old, "do": "save"})
    assert page.status == 409 and "Late words." in page.text and "is not saved" in page.text
    assert TAKE not in b.get("/").text
    anew = b.post(TAKE, {**fields_of(page), "do": "save"})
    assert anew.status == 303 and TAKE in b.get("/").text, "saved again on purpose, it is a draft"
    assert "Minutes of this meeting are filed already" in b.get(TAKE).text
    ask = b.get(DISCARD)
    assert ask.status == 200 and "Throw it away" in ask.text
    stale = b.post(DISCARD, {"token": ask.field("token"), "base": str(int(ask.field("base")) - 1)})
    assert stale.status == 303 and stale.place == TAKE and TAKE in b.get("/").text
    done = b.post(DISCARD, {"token": ask.field("token"), "base": ask.field("base")})
    assert done.status == 303 and TAKE not in b.get("/").text
    assert b.post(DISCARD, {"token": ask.field("token"), "base": ask.field("base")}).status == 303


def of_many_who_save_at_once_each_is_heard():
    path = f"/meetings/{OTHER}/minutes/draft"
    first = fields_of(people["beth-corrigan"].get(f"/meetings/{OTHER}/minutes/take"))
    wrong = []

    def saver(n):
        b, base = Browser(server), first["base"]
        b.cookie = people["beth-corrigan"].cookie
        for i in range(6):
            f = {**first, "base": base, "page": f"xpage{n}", f"i-x{n}9-person": f"Person {n}", f"i-x{n}9-interest": f"word {i}"}
            reply = b.post(path, f)
            if reply.status != 200:
                wrong.append((n, i, reply.status, reply.text[:200]))
                return
            base = json.loads(reply.text)["base"]

    threads = [threading.Thread(target=saver, args=(n,)) for n in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not wrong, wrong
    page = people["beth-corrigan"].get(f"/meetings/{OTHER}/minutes/take")
    kept = fields_of(page)
    assert all(kept[f"i-x{n}9-interest"] == "word 5" for n in range(6)), {k: v for k, v in kept.items() if k.startswith("i-")}
    ask = people["beth-corrigan"].get(f"/meetings/{OTHER}/minutes/discard")
    assert people["beth-corrigan"].post(f"/meetings/{OTHER}/minutes/discard", {"token": ask.field("token"), "base": ask.field("base")}).status == 303


def a_refusal_keeps_the_draft():
    """Minutes are not filed before the day of the meeting; taking them may begin."""
    b = people["beth-corrigan"]
    path = f"/meetings/{OTHER}/minutes/take"
    page = b.get(path)
    f = {**fields_of(page), "t-x1-title": "Places", "t-x1-number": "1", "t-x1-own": "yes", "t-x1-d-1-text": "That two places be added."}
    for who in re.findall(r'name="(p-[a-z-]+)" type="radio"', page.text):
        f[who] = "present"
    review = b.post(path, {**f, "do": "make"})
    assert review.status == 422 and "Back to the draft" in review.text, (review.status, html.unescape(review.text)[:2000])
    kept = fields_of(b.get(path))
    assert kept["t-x1-d-1-text"] == "That two places be added." and path in b.get("/").text


def likely_things_are_answered_all_at_once():
    b = people["beth-corrigan"]
    text = ("# Minutes of the Executive Group\n\nHeld on Tuesday 17 January 2006 in the Town Hall\n\nPresent: Paul Okafor (Chair), Farah "
            "Nazir\n\n1. Dates\n\nThe Clerk to circulate the dates.\n\n2. Rooms\n\nJane Whitlock to book\nthe rooms for the year.\n")
    page = b.get("/file")
    got = b.post("/file", {"token": page.field("token"), "text": text, "kind": "minutes", "group": "executive-group", "meeting": ""})
    asks = re.findall(r'name="(answer-\d+)" type="radio" value="([^"]+)"', got.text)
    assert got.status == 200 and len(asks) >= 2, html.unescape(got.text)[:3000]
    assert got.text.count("<mark>") == len(asks) and "line 9" in got.text and "Answer yes to all %d" % len(asks) in got.text
    every = b.post("/file/done", {**fields_of(got), "do": "all"})
    form = fields_of(every)
    assert every.status == 200 and all(form[name] == html.unescape(value) for name, value in asks), form
    form[asks[0][0]] = ""  # each can still be answered otherwise
    assert b.post("/file/done", form).status == 303
    actions = home.run("--json", "actions", "--group", "executive-group")
    assert "book the rooms" in actions and "circulate the dates" not in actions, actions


def bad_input_is_told():
    b = people["helen-marsh"]
    token = b.get("/account").field("token")
    for fields in ({"others": "x"}, {"base": "-1", "others": "x"}, {"base": "99999999", "others": "x"}, {"base": "0x", "others": "x"},
                   {"base": "0"}, {"base": "0", "strange": "x"}):
        reply = b.post(TAKE, {"token": token, **fields})
        assert reply.status == 400, (fields, reply.status)
    assert b.post(TAKE, {"base": "0", "others": "x"}).status in (200, 403), "without a token"
    assert TAKE not in b.get("/").text


def what_is_typed_is_text_on_every_page():
    """Into every field, shown again in the form, on the page of a clash, in the review."""
    b, path = people["beth-corrigan"], f"/meetings/{OTHER}/minutes/take"
    bad = "'\"></textarea><script>alert(1)</script>&lt;{{title}}"
    f = fields_of(b.get(path))
    f = {k: v if k in ("token", "base", "page") or k.startswith("p-") else bad for k, v in f.items()}
    f.update({"i-x2-person": bad, "i-x2-item": bad, "i-x2-effect": bad, "t-x1-a-1-what": bad, "t-x1-a-1-owner": bad, "t-x1-d-1-outcome": bad,
              "t-x1-d-1-dissent": bad, "t-x1-d-1-for": bad, "t-x1-late": bad, "t-x1-paper": bad, "p-martin-quill": "substitute",
              "p-martin-quill-who": bad})
    assert b.post(path, {**f, "do": "save"}).status == 303
    pages = [b.get(path)]
    assert fields_of(pages[0])["t-x1-d-1-text"] == bad and fields_of(pages[0])["p-martin-quill-who"] == bad
    pages.append(b.post(path, {**f, "page": "xother", "t-x1-text": "x" + bad, "place": "y" + bad, "do": "save"}))
    pages.append(b.post(path, {**fields_of(b.get(path)), "do": "make"}))
    assert [p.status for p in pages] == [200, 409, 400], [p.status for p in pages]
    for p in pages:
        assert "<script>alert" not in p.text and "alert(1)" in p.text, p.status
    quiet = b.post(f"/meetings/{OTHER}/minutes/draft", {**fields_of(b.get(path)), "public": bad})
    assert quiet.status == 200 and "json" in quiet.headers["Content-Type"], quiet.status


def the_record_is_sound():
    server.stop()
    assert "The record is sound" in home.run("verify")
    home.run("index", "check")
    fsck = subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "fsck", "--strict", "--no-dangling"], capture_output=True,
                          text=True)
    assert fsck.returncode == 0 and not fsck.stderr.strip(), fsck.stderr
    shown = subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "grep", "-l", "Late words", "main"], capture_output=True, text=True)
    assert not shown.stdout, "a draft is no part of the record"
    home.remove()


run([the_way_there_is_for_those_who_may, the_form_begins_with_what_the_record_knows, the_quorum_line_is_what_the_gate_finds,
     rows_are_added_by_asking_the_server, two_people_in_different_places_do_not_disturb_each_other,
     two_people_in_one_place_choose_and_lose_nothing, an_ended_session_loses_nothing, a_restart_loses_nothing,
     drafts_wait_on_the_first_page_of_those_who_may, what_came_onto_the_agenda_since_is_told,
     what_is_missing_is_asked_for_and_what_would_be_lost_is_told, made_and_filed_it_stands_in_the_registers_and_the_draft_is_closed,
     a_page_left_open_does_not_bring_a_filed_draft_back_unseen, of_many_who_save_at_once_each_is_heard, a_refusal_keeps_the_draft,
     likely_things_are_answered_all_at_once, bad_input_is_told, what_is_typed_is_text_on_every_page, the_record_is_sound])
