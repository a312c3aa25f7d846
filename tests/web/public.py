#!/usr/bin/env python3
"""What everybody may see once the record says that public is on: what is published, and nothing else. Each document is asked for by
itself, every page that a link leads to is looked through for words that stand in unpublished texts alone. Usage: public.py PROGRAM SOURCE"""
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import Browser, Home, Server, run  # noqa: E402

program, source = sys.argv[1], sys.argv[2]
PAGES_MAX = 500
PUBLIC = {"group": None, "meeting": None, "agenda": {"published"}, "paper": {"published"}, "minutes": {"approved"}, "decision": None,
          "terms-of-reference": {"in force", "superseded"}}


class Open(Home):
    """The home of the story, made from a template whose public pages are on."""

    def __init__(self):
        self.program, self.on, self.top = program, "2006-01-18", tempfile.mkdtemp(prefix="mb-web-")
        self.path = os.path.join(self.top, "home")
        template = os.path.join(self.top, "template")
        shutil.copytree(os.path.join(source, "repo-template"), template)
        with open(os.path.join(template, "partnership.yaml.in"), "r+") as f:
            text = f.read()
            assert "\npublic: false\n" in text
            f.seek(0)
            f.truncate()
            f.write(text.replace("\npublic: false\n", "\npublic: true\n"))
        subprocess.run([program, "--on", "2005-09-01", "init", self.path, "--rehearsal", "--name", "Wendlebury Children's Trust", "--template",
                        template], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([os.path.join(source, "scripts", "story"), program, self.path], check=True, stdout=subprocess.DEVNULL, timeout=200)


home = Open()


def filed(text, *words):
    path = os.path.join(home.top, "text.md")
    with open(path, "w") as f:
        f.write(text)
    return home.run("--on", "2006-01-17", "file", path, *words)


home.run("--on", "2006-01-09", "meeting", "new", "strategy-board", "2006-01-31", "--place", "Town Hall")
home.run("--on", "2006-01-10", "meeting", "new", "early-years", "2006-01-16", "--place", "Town Hall")
filed("# Quernstone review\n\nThe zelkovane matter is told here.\n\nRecommendations\n\n- agree the zelkovane plan\n", "--group", "strategy-board",
      "--as-kind", "paper")
filed("# Agenda of the Strategy Board\n\n1. Apologies\n2. The braskellion matter\n", "--meeting", "CTB-2006-M001", "--as-kind", "agenda")
filed("# Minutes of the Early Years Group\n\nHeld on Monday 16 January 2006 at the Town Hall\n\nPresent: Jane Whitlock (Chair), Mina Castell, "
      "Martin Quill\n\n1. Grants (exempt item)\n\nRESOLVED: That the wimblestock grant be paid.\n\nACTION: Martin Quill to ring the hexlington "
      "office by 31 January 2006\n\n2. Places\n\nMembers spoke of dovermist at length.\n\nRESOLVED: That two places be added.\n\nACTION: Mina "
      "Castell to write to ferrowick by 31 January 2006\n", "--meeting", "EYG-2006-M001")
SECRET = ["quernstone", "zelkovane", "braskellion", "wimblestock", "hexlington", "dovermist", "ferrowick"]
documents = [json.loads(line) for kind in ("group", "meeting", "agenda", "paper", "minutes", "decision", "action", "report", "person",
                                           "organisation", "terms-of-reference") for line in home.run("--json", "list", kind).splitlines() if line.startswith("{")]
server = Server(home)
visitor = Browser(server)


def published(d):
    states = PUBLIC.get(d["kind"], set())
    return d["kind"] in PUBLIC and (states is None or d.get("state") in states) and not d.get("exempt")


def every_document_is_there_if_it_is_published_and_else_it_is_not():
    kinds = set()
    for d in documents:
        page = visitor.get("/d/" + d["id"])
        if page.status == 303:
            page = visitor.get(page.place)
        want = 200 if published(d) else 404
        assert page.status == want, (d["id"], d["kind"], d.get("state"), page.status)
        kinds.add((d["kind"], want))
    for both in ("agenda", "paper", "minutes", "decision"):
        assert {(both, 200), (both, 404)} <= kinds, (both, "is tried only one way")
    for none in ("action", "report", "person", "organisation"):
        assert (none, 404) in kinds and (none, 200) not in kinds, none


def no_link_leads_to_what_is_not_there_and_no_page_tells_what_is_not_published():
    todo, seen, queries = ["/"], {"/"}, set()
    todo += [f"/search?q={word}" for word in SECRET] + [f"/stands?topic={word}" for word in SECRET]
    for target in todo:
        page = visitor.get(target)
        if page.status == 303:
            page = visitor.get(page.place)
        assert page.status == 200, (target, page.status)
        text = html.unescape(page.text).lower()
        for word in SECRET:
            assert word not in text or word in target, (target, word)
        for href in re.findall(r'href="(/[^"#]*)"', page.text):
            href = html.unescape(href)
            shape = (href.split("?")[0].split("/")[1], re.sub(r"=[^&]*", "", href.partition("?")[2]))
            if href in seen or href.startswith("/assets") or ("?" in href and shape in queries) or len(todo) >= PAGES_MAX:
                continue
            seen.add(href)
            queries.add(shape)
            todo.append(href)
    assert len(todo) > 150, len(todo)
    for word in SECRET:
        for target in (f"/search?q={word}", f"/stands?topic={word}"):
            assert "CTB-2006" not in visitor.get(target).text and "EYG-2006" not in visitor.get(target).text, target


def the_first_page_says_what_is_new():
    text = visitor.get("/").text
    for words in ("Next meeting", "Tuesday 31 January 2006", "EYG-2006-D002", "CTB-2005-M001-minutes, Tue 11 Oct 2005", "CTB-2005-P001",
                  "Early Years Group", 'href="/sign-in"'):
        assert words in text, words
    assert "CTB-2005-M003-minutes" not in text, "circulated, not approved"


def nothing_can_be_done():
    for target in ("/file", "/new-meeting", "/account", "/d/CTB-2005-P001/edit", "/d/CTB-2005-D003/move/rescind"):
        page = visitor.get(target)
        assert page.status == 303 and page.place.startswith("/sign-in"), (target, page.status)
    for word in ("Sign off", "Change the text", "Rescind", "File a text"):
        assert word not in visitor.get("/d/CTB-2005-P001").text + visitor.get("/d/CTB-2005-D003").text, word


def who_asks_for_a_page_that_is_not_there_is_told_what_to_do():
    for target in ("/no-such-page", "/d/CTB-2005-A001"):
        page = visitor.get(target)
        assert page.status == 404 and 'href="/sign-in"' in page.text and "Page not found" in page.text, target


def a_link_in_a_text_leads_to_the_page_of_what_it_names():
    page = visitor.get("/groups/strategy-board")
    link = re.search(r'href="(/record/[^"]+)"', page.text).group(1)
    there = visitor.get(link)
    assert there.status == 303 and visitor.get(there.place).status == 200, link
    assert visitor.get("/record/people/helen-marsh.md").status == visitor.get("/record/people/nobody.md").status == 404


def the_record_is_sound():
    server.stop()
    assert "The record is sound" in home.run("verify")
    home.remove()


run([every_document_is_there_if_it_is_published_and_else_it_is_not,
     no_link_leads_to_what_is_not_there_and_no_page_tells_what_is_not_published, the_first_page_says_what_is_new, nothing_can_be_done,
     who_asks_for_a_page_that_is_not_there_is_told_what_to_do, a_link_in_a_text_leads_to_the_page_of_what_it_names, the_record_is_sound])
