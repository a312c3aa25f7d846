#!/usr/bin/env python3
"""What is new since one's last visit: when a visit begins, what is listed and in which words, and what never is. Times of visits are set back
in the file of the accounts, so that nobody has to wait. Ends with verify, git fsck and index check. Usage: visit.py PROGRAM SOURCE"""
import html
import os
import re
import sqlite3
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import Browser, Server, Story, run  # noqa: E402

program, source = sys.argv[1], sys.argv[2]
PASSWORD = "correct horse battery staple"
PEOPLE = ["beth-corrigan", "helen-marsh", "tom-adeyemi", "victor-farrow"]

home = Story(program, source)
accounts = os.path.join(home.path, "accounts.sqlite")
server = Server(home)
browsers = {}


def words_of(text):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def panel(person, heading):
    """The box of this heading on somebody's first page; None: there is none."""
    page = browsers[person].get("/")
    assert page.status == 200 and "no-store" in page.headers["Cache-Control"], page.status
    for part in re.findall(r'<section class="mb-panel.*?</section>', page.text, re.S):
        if re.search(r"<h2[^>]*>\s*" + heading, part):
            return words_of(part)
    return None


def new(person):
    return panel(person, "New since")


def rows(where=""):
    with sqlite3.connect(accounts) as db:
        return db.execute("select person, began, event, last, last_event from visit " + where).fetchall()


def come_back(*people, server_too=True):
    """They were away for an hour: their next request begins another visit."""
    global server
    server.stop()
    with sqlite3.connect(accounts) as db:
        for person in people:
            db.execute("update visit set used = used - 3600, began = began - 3600 where person = ?", (person,))
    server = Server(home)
    for b in browsers.values():
        b.server = server


def filed(name, text, *words, on="2006-01-18"):
    path = os.path.join(home.top, name)
    with open(path, "w") as f:
        f.write(text)
    return home.run("--on", on, "file", path, *words)


def a_first_visit_shows_the_newest():
    for person in PEOPLE:
        b = browsers[person] = Browser(server)
        link = server.link if person == "beth-corrigan" else re.search(r"/invitation/[\w-]+", home.run("account", "invite", person)).group(0)
        assert b.post(link, {"password": PASSWORD, "again": PASSWORD}).status == 303
        assert new(person) is None and "CTB-2005-D012" in panel(person, "Newest decisions"), person
        assert "This is your first visit." in b.get("/account").text
        page = b.get("/news")
        assert page.status == 200 and "New since Mon 19 Dec 2005" in words_of(page.text), words_of(page.text)[:800]
    assert len(rows()) == len(PEOPLE)


def a_visit_ends_with_a_pause_and_not_with_a_restart():
    before = rows()
    come_back()
    assert new("helen-marsh") is None and rows() == before
    assert browsers["helen-marsh"].get("/nothing-here").status == 404
    come_back("helen-marsh")
    browsers["helen-marsh"].get("/groups")  # whichever page comes first
    assert "Nothing new since your last visit at" in new("helen-marsh"), new("helen-marsh")
    (was,), (now,) = [r for r in before if r[0] == "helen-marsh"], rows("where person = 'helen-marsh'")
    assert now[4] == was[2] and now[3] == was[1] - 3600, (was, now)
    told = panel("helen-marsh", "Newest decisions")
    assert len(re.findall(r"CTB-2005-D\d+,", told)) == 3, told
    assert "You were last here at" in browsers["helen-marsh"].get("/account").text
    assert new("tom-adeyemi") is None  # others are on their first


def what_came_since_is_told_in_words():
    home.run("--on", "2006-01-17", "meeting", "new", "strategy-board", "2006-02-14", "--time", "14:00")
    filed("paper.md", "# Mobile play vans\n\nPurpose: to agree two play vans.\n\nRecommendations\n\n- agree two play vans\n", "--group", "strategy-board",
          "--meeting", "CTB-2006-M001", "--as-kind", "paper", "--as", "paul-okafor")
    told = new("helen-marsh")  # in the same visit: what comes while it goes on is new too
    assert "Mobile play vans New paper, Children's Trust Strategy Board, Wed 18 Jan 2006" in told, told
    assert "New meeting" in told and "All that is new" in told
    assert panel("helen-marsh", "Newest decisions") is None
    come_back("helen-marsh")
    assert "Nothing new" not in new("helen-marsh"), "what came during a visit is told once more"
    come_back("helen-marsh")
    assert "Nothing new since your last visit" in new("helen-marsh")
    path = os.path.join(home.top, "paper2.md")
    with open(path, "w") as f:
        f.write("# Mobile play vans\n\nPurpose: to agree three play vans.\n\nRecommendations\n\n- agree three play vans\n")
    home.run("--on", "2006-01-18", "file", path, "--group", "strategy-board", "--meeting", "CTB-2006-M001", "--as-kind", "paper", "--as", "paul-okafor")
    told = new("helen-marsh")
    assert re.search(r"Mobile play vans Paper: new wording", told), told


def what_one_entered_is_no_news():
    come_back("beth-corrigan")  # her last visit was before the papers above, which she entered herself
    told = new("beth-corrigan")
    assert "Mobile play vans" not in told and "Nothing new since" in told, told
    home.run("daily", "--on", "2006-01-18")  # in her name, but nobody did it
    come_back("beth-corrigan")
    listed = browsers["beth-corrigan"].get("/news?since=2005-11-18")
    assert "New report" in words_of(listed.text), words_of(listed.text)[:600]
    assert "Minutes of the Children's Trust Strategy Board" not in words_of(listed.text)


def an_action_says_whose_it_is_and_many_of_a_sort_are_one_line():
    come_back("tom-adeyemi", "victor-farrow")
    new("tom-adeyemi"), new("victor-farrow")
    filed("minutes.md", "# Minutes of the Children's Trust Strategy Board\n\nHeld on Tuesday 14 February 2006\n\nPresent: Helen Marsh (Chair), Victor "
          "Farrow, Naomi Prentice, George Hallam, Tom Adeyemi\n\n1. Grants\n\nRESOLVED: That the grant be paid.\n\nRESOLVED: That the fee be waived.\n\nRESOLVED: That "
          "the report be noted.\n\nRESOLVED: That the vans be bought.\n\nACTION: Tom Adeyemi to ring the garage by 28 February 2006\n", "--meeting",
          "CTB-2006-M001", on="2006-02-15")
    told = new("tom-adeyemi")
    assert "4 new decisions Children's Trust Strategy Board" in told, told
    assert told.index("Minutes of the Children's Trust Strategy Board, Tue 14 Feb 2006") < told.index("4 new decisions") < told.index("new reports"), told  # what brought the others stands first
    assert re.search(r"[Rr]ing the garage New action; you are its owner", told), told
    assert "you are its" not in new("victor-farrow") and "ing the garage New action" in new("victor-farrow")
    more = re.search(r'href="(/news\?kind=decision&amp;group=[^"]*)"', browsers["tom-adeyemi"].get("/").text).group(1)
    page = browsers["tom-adeyemi"].get(html.unescape(more))
    assert page.status == 200 and words_of(page.text).count("New decision ") >= 4 and "New action" not in page.text.split("<table")[1]


def what_is_moved_out_of_sight_does_not_show():
    text = "# Quernstone review\n\nThe zelkovane matter.\n\nRecommendations\n\n- agree the zelkovane plan\n"
    said = filed("open.md", "---\naudience: partnership\n---\n\n" + text, "--group", "early-years", "--as-kind", "paper", "--as", "jane-whitlock",
                 on="2006-02-16")
    paper = re.search(r"EYG-2006-P\d+", said).group(0)
    assert "Quernstone review New paper" in new("tom-adeyemi")
    path = os.path.join(home.top, "closed.md")
    with open(path, "w") as f:
        f.write(subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "show", f"main:groups/early-years/papers/2006/{paper}.md"], check=True,
                               capture_output=True, text=True).stdout.replace("audience: partnership", "readers: [helen-marsh]"))
    home.run("--on", "2006-02-16", "--as", "jane-whitlock", "edit", paper, "--file", path)
    for b in (browsers["tom-adeyemi"], browsers["victor-farrow"]):
        for target in ("/", "/news", "/news?since=2005-09-01&kind=paper", "/news?group=early-years", "/feeds/new.atom"):
            page = b.get(target).text.lower()
            assert "quernstone" not in page and paper.lower() not in page, target
    assert "Quernstone review New paper" in new("helen-marsh"), "to whom it is shown it is new, whatever it was"
    assert "changed" not in new("helen-marsh").split("Quernstone")[1][:40]


def a_page_kept_for_one_visit_is_not_shown_in_another():
    b = browsers["victor-farrow"]
    one = b.get("/").text
    assert b.get("/").text == one  # from what is kept
    come_back("victor-farrow")
    assert "4 new decisions" in new("victor-farrow")  # they came while the last visit went on
    come_back("victor-farrow")
    told = new("victor-farrow")
    assert "Nothing new" in told and "4 new decisions" not in b.get("/").text, (told, words_of(b.get("/").text))


def programs_and_feeds_make_no_visit():
    page = browsers["tom-adeyemi"].get("/account/tokens")
    made = browsers["tom-adeyemi"].post("/account/tokens", {"token": page.field("token"), "name": "sheet", "use": "api"})
    token = re.search(r"mbt_[\w-]+", made.text)
    assert token, made.text[:300]
    come_back("tom-adeyemi")
    before = rows("where person = 'tom-adeyemi'")
    asks = Browser(server)
    assert asks.get("/api/v1/documents", Authorization="Bearer " + token.group(0)).status == 200
    assert rows("where person = 'tom-adeyemi'") == before
    browsers["tom-adeyemi"].get("/")
    assert rows("where person = 'tom-adeyemi'") != before


def behind_a_proxy_a_visit_is_the_persons():
    socket = os.path.join(home.top, "proxy.sock")
    behind = Server(home, "--header", "X-Remote-User", "--origin", "https://record.example", unix=socket)
    b = Browser(behind)
    was = rows("where person = 'helen-marsh'")[0]
    assert "New since" in b.get("/", **{"X-Remote-User": "helen-marsh"}).text
    assert rows("where person = 'helen-marsh'")[0] == was  # the same visit, whichever way she came in
    behind.stop()
    with sqlite3.connect(accounts) as db:
        db.execute("update visit set used = used - 3600 where person = 'helen-marsh'")
    behind = Server(home, "--header", "X-Remote-User", "--origin", "https://record.example", unix=socket)
    b.server = behind
    assert "New since your last visit" in b.get("/", **{"X-Remote-User": "helen-marsh"}).text
    assert rows("where person = 'helen-marsh'")[0][4] == was[2]
    behind.stop()


def a_wrong_day_is_said_and_a_filter_filters():
    b = browsers["tom-adeyemi"]
    assert b.get("/news?since=yesterday").status == 400
    page = words_of(b.get("/news?since=2005-11-15&kind=minutes").text)
    assert "Minutes now approved" in page and "New decision" not in page, page[:1500]
    assert "Nothing new since" in b.get("/news?since=2029-01-01").text
    assert "minutebook news --since 2005-11-15" in page
    assert "CTB-2005-M001-minutes" in home.run("news", "--since", "2005-11-15", "--on", "2006-01-18")
    assert "Nothing new since" in home.run("news", "--since", "2029-01-01")
    assert '"what":"Minutes now approved"' in home.run("--json", "news", "--since", "2005-11-15", "--group", "strategy-board")


def the_record_is_sound_and_knows_nothing_of_visits():
    server.stop()
    home.run("verify")
    home.run("index", "check")
    subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "fsck", "--strict"], check=True, capture_output=True)
    changed = subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "log", "--format=", "--name-only", "main"], check=True, capture_output=True,
                             text=True).stdout
    assert "visit" not in changed
    home.remove()


run([a_first_visit_shows_the_newest, a_visit_ends_with_a_pause_and_not_with_a_restart, what_came_since_is_told_in_words, what_one_entered_is_no_news,
     an_action_says_whose_it_is_and_many_of_a_sort_are_one_line, what_is_moved_out_of_sight_does_not_show,
     a_page_kept_for_one_visit_is_not_shown_in_another, programs_and_feeds_make_no_visit, behind_a_proxy_a_visit_is_the_persons,
     a_wrong_day_is_said_and_a_filter_filters, the_record_is_sound_and_knows_nothing_of_visits])
