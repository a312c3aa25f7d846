#!/usr/bin/env python3
"""The pages on the record of the story: a member reads, the board officer files, moves on and changes; strangers see nothing. Ends with
verify, git fsck and index check. Usage: pages.py PROGRAM SOURCE"""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import Browser, Server, Story, run  # noqa: E402

program, source = sys.argv[1], sys.argv[2]
PASSWORD = "correct horse battery staple"
MINUTES = """# Minutes of the Children's Trust Strategy Board

Held on Tuesday 17 January 2006 at 2.00 pm in the Town Hall

Present: Helen Marsh (Chair), Anita Verma, Jane Whitlock, Martin Quill, Victor Farrow
Apologies: Tom Adeyemi

1. Play schemes

RESOLVED: That the play schemes be extended to Easter.

ACTION: Jane Whitlock to write to schools by 31 January 2006

2. Any other business

The Clerk to circulate the dates.
"""


home = Story(program, source)
server = Server(home)
clerk, nobody = Browser(server), Browser(server)


def sign_in():
    page = clerk.get(server.link)
    assert page.status == 200, page.status
    done = clerk.post(server.link, {"token": page.field("token") or "", "password": PASSWORD, "again": PASSWORD})
    assert done.status == 303, (done.status, done.text[:300])


def form(path):
    page = clerk.get(path)
    assert page.status == 200, (path, page.status)
    return {"token": page.field("token"), **({"form": page.field("form")} if page.field("form") else {})}, page


def every_page_for_members_is_there():
    sign_in()
    for path, words in {
        "/": "Hello, Beth Corrigan", "/registers": "Registers", "/decisions": "CTB-2005-D003", "/actions": "CTB-2005-A001",
        "/papers": "CTB-2005-P001", "/meetings": "CTB-2005-M001", "/irregularities": "Irregularities", "/groups": "Strategy Board",
        "/groups/strategy-board": "Helen Marsh", "/people/helen-marsh": "Helen Marsh", "/map": "reports to", "/map.svg": "<svg",
        "/meetings/CTB-2005-M001": "Who came", "/meetings/CTB-2005-M001/pack": "Joint Teams", "/d/CTB-2005-P001": "Joint Teams",
        "/d/CTB-2005-D003": "very words", "/d/CTB-2005-P001/history": "Every version", "/d/CTB-2005-P001/compare": "What changed",
        "/d/CTB-2005-D003/why/18": "No decision without a quorum", "/search?q=joint+teams": "result", "/stands?topic=joint+teams": "In force",
        "/decisions?as-at=2005-10-20": "In force on", "/decisions?group=strategy-board&sort=-date": "Remove", "/accessibility": "ccessib",
        "/registers/decisions.csv": "Decision,",
    }.items():
        page = clerk.get(path)
        assert page.status == 200, (path, page.status)
        assert words in page.text, (path, words)
        assert not re.search(r"\b(commit|blob|HEAD)\b", re.sub(r"<[^>]*>", " ", page.text)), path


def a_link_leads_somewhere():
    seen, todo = set(), ["/", "/d/CTB-2005-D003", "/meetings/CTB-2005-M001", "/decisions", "/groups/strategy-board"]
    for path in todo:
        for href in re.findall(r'<a [^>]*href="([^"#][^"]*)"', clerk.get(path).text):
            href = href.replace("&amp;", "&")
            if href.startswith("/") and href not in seen and len(seen) < 250:
                seen.add(href)
                page = clerk.get(href)
                if page.status == 303:
                    page = clerk.get(page.place)
                assert page.status == 200, (path, href, page.status)
    assert len(seen) > 100, len(seen)


def a_page_of_the_handbook_shows_its_pictures():
    seen = set()
    for path, titles in {"handbook/filing.md": ["Filing minutes", "What changed"], "handbook/registers.md": ["A decision", "Search"]}.items():
        address = "/d/" + path.replace("/", "~")
        assert clerk.get("/record/" + path).place == address
        page = clerk.get(address)
        assert page.status == 200 and "What it looks like" in page.text and 'href="/pictures"' in page.text, address
        figures = re.findall(r"<figure[^>]*>(.*?)</figure>", page.text, re.S)
        for title in titles:
            assert any(f"<strong>{title}.</strong>" in f for f in figures), (address, title)
        for figure in figures:
            src, width, height, alt = re.search(r'<img src="([^"]+)" width="(\d+)" height="(\d+)" alt="([^"]+)" loading="lazy">', figure).groups()
            assert len(alt) > 40 and f'<a href="{src}">' in figure, figure
            seen.add(src)
            picture = clerk.get(src)
            assert picture.status == 200 and picture.headers["Content-Type"] == "image/png", src
            assert "immutable" in picture.headers["Cache-Control"] and "Content-Encoding" not in picture.headers, picture.headers
            assert picture.body[:8] == b"\x89PNG\r\n\x1a\n" and int.from_bytes(picture.body[16:20], "big") == int(width), src
            assert int.from_bytes(picture.body[20:24], "big") == int(height), src
        for more in ("/history", "/compare", "/edit"):
            assert clerk.get(address + more).status == 200, address + more
    assert "<figure" not in clerk.get("/d/handbook~words-used.md").text
    page = clerk.get("/d/handbook~words-used.md/edit")
    done = clerk.post("/d/handbook~words-used.md/edit", {**{k: page.field(k) for k in ("token", "base")}, "text": "# Words used\n\nNone.\n", "reason": "x"})
    assert done.status == 303 and done.place == "/d/handbook~words-used.md", (done.status, done.text[:500])
    page = clerk.get(done.place + "/history")
    assert "None." in clerk.get(done.place).text and page.status == 200
    why = re.search(r'href="(/d/handbook~words-used.md/why/\d+)"', page.text).group(1)
    assert clerk.get(why).status == 200, why
    everything = clerk.get("/pictures")
    assert seen < set(re.findall(r'<img src="([^"]+)"', everything.text)) and 'href="/d/handbook~filing.md"' in everything.text
    assert "<figure" in nobody.get("/pictures").text and "handbook~" not in nobody.get("/pictures").text
    assert 'href="/record/handbook/README.md"' in everything.text and "/record/handbook" not in nobody.get("/pictures").text


def strangers_see_nothing():
    for path in ("/", "/decisions", "/d/CTB-2005-P001", "/search?q=teams", "/registers/decisions.csv", "/map", "/file", "/d/CTB-2005-P001/edit"):
        page = nobody.get(path)
        assert page.status == 303 and page.place.startswith("/sign-in"), (path, page.status)
        assert "CTB-2005" not in page.text


def a_refusal_says_what_is_missing_and_changes_nothing():
    before = home.run("history", "CTB-2005-D003")
    page = clerk.get("/d/CTB-2005-D003/move/rescind")
    assert page.status == 200 and "Not done" in page.text and "Helen Marsh" in page.text
    fields, _ = form("/d/CTB-2005-A002/move/complete")
    done = clerk.post("/d/CTB-2005-D003/move/rescind", {**fields, "reason": "x"})
    assert done.status == 422, done.status
    assert home.run("history", "CTB-2005-D003") == before


def a_form_sent_twice_is_done_once():
    fields, _ = form("/d/CTB-2005-A002/move/complete")
    first = clerk.post("/d/CTB-2005-A002/move/complete", {**fields, "reason": "reported on 17 January"})
    events = home.run("--json", "history", "CTB-2005-A002").count('"event"')
    again = clerk.post("/d/CTB-2005-A002/move/complete", {**fields, "reason": "reported on 17 January"})
    assert first.status == again.status == 303 and first.place == again.place
    assert home.run("--json", "history", "CTB-2005-A002").count('"event"') == events
    assert "done" in clerk.get("/d/CTB-2005-A002").text


def minutes_are_filed_and_what_is_likely_is_asked():
    fields, _ = form("/new-meeting")
    made = clerk.post("/new-meeting", {**fields, "group": "strategy-board", "date": "2006-01-17", "time": "14:00", "place": "Town Hall"})
    assert made.status == 303 and made.place.startswith("/meetings/CTB-2006-M"), made.text[:500]
    wrong = clerk.post("/new-meeting", {**form("/new-meeting")[0], "group": "strategy-board", "date": "17/1"})
    assert wrong.status == 400 and "which day" in wrong.text
    fields, _ = form("/file")
    page = clerk.post("/file", {**fields, "text": MINUTES, "kind": "", "group": "", "meeting": ""})
    assert page.status == 200 and "Check what was read" in page.text, page.text[:800]
    answers = dict(re.findall(r'name="(answer-\d+)" type="radio" value="([^"]+)"', page.text))
    assert answers, "nothing was asked"
    hidden = {"token": page.field("token"), "form": page.field("form"), "text": MINUTES, "kind": "", "group": "", "meeting": ""}
    done = clerk.post("/file/done", {**hidden, **answers})
    assert done.status == 303, done.text[:800]
    again = clerk.post("/file/done", {**hidden, **answers})
    assert again.place == done.place
    record = home.run("--json", "decisions", "--since", "2006-01-01")
    assert record.count("play schemes be extended") >= 1 and len(re.findall('"id":"CTB-2006-D', record)) == 1
    assert "circulate the dates" in home.run("--json", "actions")


def a_text_in_the_way_is_named_and_kept():
    fields, _ = form("/file")
    empty = clerk.post("/file", {**fields, "text": "", "kind": "", "group": "", "meeting": ""})
    assert empty.status == 400 and "Paste a text" in empty.text
    odd = clerk.post("/file", {**fields, "text": "Nothing in particular.", "kind": "minutes", "group": "", "meeting": ""})
    assert odd.status == 400 and "Nothing in particular." in odd.text, odd.status


def whoever_saved_meanwhile_is_not_overwritten_unseen():
    home.run("--on", "2006-01-18", "file", os.path.join(source, "tests/fixtures/story/second-paper.md"), "--group", "strategy-board", "--as-kind",
             "paper")
    paper = re.findall(r"CTB-200\d-P\d{3}", home.run("--json", "papers"))[-1]
    fields, page = form(f"/d/{paper}/edit")
    base = page.field("base")
    one = clerk.post(f"/d/{paper}/edit", {**fields, "base": base, "text": "# By one\n\nWords of the first.\n"})
    assert one.status == 303, one.text[:500]
    same = clerk.post(f"/d/{paper}/edit", {**fields, "base": base, "text": "# By one\n\nWords of the first.\n"})
    assert same.status == 303 and same.place == one.place, "sent twice, it is no clash"
    two = clerk.post(f"/d/{paper}/edit", {**fields, "base": base, "text": "# By two\r\n\r\nWords of the second.\r\n", "reason": "as asked"})
    assert two.status == 409 and "Words of the first." in two.text and "Words of the second." in two.text, two.text
    assert "Beth Corrigan saved this text" in two.text
    hidden = {k: two.field(k) for k in ("token", "base", "theirs", "do", "reason")}
    hidden["text"] = "# By two\n\nWords of the second.\n"
    assert hidden["do"] == "settle" and hidden["reason"] == "as asked"
    name = re.search(r'name="(part-\d+)" type="radio"', two.text).group(1)
    three = clerk.post(f"/d/{paper}/edit", {**hidden, name: "both"})
    assert three.status == 303, three.text[:800]
    shown = clerk.get(f"/d/{paper}/edit").text
    assert "Words of the first." in shown and "Words of the second." in shown
    four = clerk.post(f"/d/{paper}/edit", {**hidden, "text": "# By four\n", "theirs": hidden["theirs"], name: "mine"})
    assert four.status == 409 and "Words of the second." in four.text and "# By four" in four.text, "theirs is no longer what stands"
    foreign = clerk.post(f"/d/{paper}/edit", {**fields, "base": "da39a3ee5e6b4b0d3255bfef95601890afd80709", "text": "x"})
    assert foreign.status == 400
    shown = clerk.post(f"/d/{paper}/edit", {**fields, "base": base, "text": "**strong** <script>alert(1)</script>", "do": "preview"})
    assert "<strong>strong</strong>" in shown.text and "<script>alert" not in shown.text


def the_record_is_sound():
    server.stop()
    assert "The record is sound" in home.run("verify")
    home.run("index", "check")
    fsck = subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "fsck", "--strict", "--no-dangling"], capture_output=True,
                          text=True)
    assert fsck.returncode == 0 and not fsck.stderr.strip(), fsck.stderr
    home.remove()


run([every_page_for_members_is_there, a_link_leads_somewhere, a_page_of_the_handbook_shows_its_pictures, strangers_see_nothing,
     a_refusal_says_what_is_missing_and_changes_nothing, a_form_sent_twice_is_done_once, minutes_are_filed_and_what_is_likely_is_asked, a_text_in_the_way_is_named_and_kept,
     whoever_saved_meanwhile_is_not_overwritten_unseen, the_record_is_sound])
