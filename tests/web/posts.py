#!/usr/bin/env python3
"""Posts in the browser: who reads the list, who changes it, what is asked before it is done, and what is said when it cannot be. Ends with
verify, git fsck and index check. Usage: posts.py PROGRAM SOURCE"""
import html
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import Browser, Server, Story, run  # noqa: E402

program, source = sys.argv[1], sys.argv[2]
PASSWORD = "correct horse battery staple"

home = Story(program, source)
server = Server(home)
browsers = {}


def words_of(page):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page.text)).split())


def part(page, heading):
    """The section of this heading, in words."""
    for found in re.findall(r'<section class="mb-section.*?</section>', page.text, re.S):
        if re.search(r"<h2[^>]*>\s*" + heading, found):
            return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", found)).split())
    return ""


def settings():
    return subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "show", "main:partnership.yaml"], check=True, capture_output=True,
                          text=True).stdout


def send(who, status=None, **fields):
    b = browsers[who]
    page = b.get("/admin/posts/change")
    assert page.status == 200, page.status
    reply = b.post("/admin/posts/change", {"token": page.field("token"), "form": page.field("form"), **fields})
    assert status is None or reply.status == status, (reply.status, words_of(reply)[:1500])
    return reply


def the_list_is_for_those_who_look_after_things():
    for person, invite in {"beth-corrigan": None, "tom-adeyemi": [], "ruth-dimmock": ["--admin"]}.items():
        b = browsers[person] = Browser(server)
        link = server.link if not invite and person == "beth-corrigan" else re.search(
            r"/invitation/[\w-]+", home.run("account", "invite", person, *invite)).group(0)
        assert b.post(link, {"password": PASSWORD, "again": PASSWORD}).status == 303
    assert Browser(server).get("/admin/posts").status == 303
    for path in ("/admin/posts", "/admin/posts/change"):
        assert browsers["tom-adeyemi"].get(path).status == 403
    assert "/admin/posts" not in browsers["tom-adeyemi"].get("/groups").text
    page = browsers["beth-corrigan"].get("/admin/posts")
    assert "Finance lead Farah Nazir Fri 1 Apr 2005 Change who holds it" in part(page, "Held today"), part(page, "Held today")
    assert 'href="/admin/posts"' in browsers["beth-corrigan"].get("/admin").text
    page = browsers["ruth-dimmock"].get("/admin/posts")  # looks after the server, and does not keep the record
    assert page.status == 200 and "Change who holds it" not in page.text
    assert "Only the board officer changes who holds a post: Beth Corrigan." in words_of(page)


def a_change_is_looked_at_and_then_done():
    before = settings()
    wish = {"post": "finance lead", "person": "lucy-tran", "from": "2006-02-01", "ends": "*", "decision": "CTB-2005-D003"}
    page = send("beth-corrigan", 200, **wish)
    said = words_of(page)
    assert "Beth Corrigan recorded that Lucy Tran is finance lead from Wed 1 Feb 2006, after Farah Nazir, by CTB-2005-D003" in said, said
    assert 'minutebook post give "finance lead" lucy-tran --from 2006-02-01 --decision CTB-2005-D003' in said, said
    assert settings() == before
    fields = {name: page.field(name) for name in ("token", "form", "post", "person", "from", "ends", "decision", "sure")}
    for _ in range(2):  # sent twice, done once
        done = browsers["beth-corrigan"].post("/admin/posts/change", fields)
        assert done.status == 303 and done.place == "/admin/posts", (done.status, words_of(done)[:500])
    page = browsers["beth-corrigan"].get("/admin/posts")
    assert "Lucy Tran is finance lead from Wed 1 Feb 2006" in words_of(page)
    assert "Finance lead Farah Nazir Fri 1 Apr 2005 Tue 31 Jan 2006" in part(page, "Held today")
    assert "Finance lead Lucy Tran Wed 1 Feb 2006 CTB-2005-D003" in part(page, "From a later day")
    assert settings().count("lucy-tran") == 1
    gone = set(before.splitlines()) - set(settings().splitlines())
    assert gone == {"  - {role: finance lead, person: farah-nazir, from: 2005-04-01}"}, gone


def one_is_added_and_one_of_several_ends():
    wish = {"post": "legal lead", "person": "naomi-prentice", "ends": "-", "sure": "yes"}
    assert send("beth-corrigan", 303, **wish)
    held = part(browsers["beth-corrigan"].get("/admin/posts"), "Held today")
    assert "Legal lead Leonard Shaw" in held and "Legal lead Naomi Prentice Wed 18 Jan 2006" in held, held
    assert send("beth-corrigan", 303, post="legal lead", person="", ends="leonard-shaw", sure="yes", **{"from": "2006-01-18"})
    page = browsers["beth-corrigan"].get("/admin/posts")
    assert "Leonard Shaw" not in part(page, "Held today") and "Legal lead Leonard Shaw Fri 1 Apr 2005 Tue 17 Jan 2006" in part(page, "Held before")
    assert send("beth-corrigan", 303, post="scrutiny chair", person="", ends="*", sure="yes", **{"from": "2006-01-18"})
    assert "Scrutiny chair Nobody Change who holds it" in part(browsers["beth-corrigan"].get("/admin/posts"), "Held today")
    form = browsers["beth-corrigan"].get("/admin/posts/change?post=legal%20lead")
    assert re.search(r'<option value="legal lead" selected>', form.text)
    assert "Only that of Naomi Prentice" in form.text and "Only that of Edith" not in form.text


def what_cannot_be_is_said_and_nothing_typed_is_lost():
    before = settings()
    for fields, said in [
        ({"post": "", "person": "lucy-tran"}, "Choose a post."),
        ({"post": "legal lead", "person": "lucy-tran", "from": "2006-02-30"}, "a date that exists"),
        ({"post": "legal lead", "person": "lucy-tran", "decision": "CTB-2005-D099"}, "no decision CTB-2005-D099 that you may read"),
        ({"post": "legal lead", "person": "lucy-tran", "decision": "CTB-2005-P001"}, "CTB-2005-P001 is no decision"),
        ({"post": "legal lead", "person": "naomi-prentice"}, "Naomi Prentice is legal lead already on"),
        ({"post": "legal lead", "person": "", "from": "2005-01-01"}, "Nobody holds the post of legal lead"),
        ({"post": "board officer", "person": ""}, "Nobody would hold the post of board officer"),
        ({"post": "legal lead", "person": "no-such-one"}, "There is no person"),
        ({"post": "<b>x</b>", "person": "lucy-tran"}, "is no post here"),
    ]:
        page = send("beth-corrigan", 400, **fields, sure="yes")
        assert said in words_of(page), (fields, words_of(page)[:900])
        assert "<b>x</b>" not in page.text
        if fields["person"] in ("lucy-tran", "naomi-prentice"):
            assert re.search(f'<option value="{fields["person"]}" selected>', page.text), fields
        if fields.get("from"):
            assert f'value="{fields["from"]}"' in page.text
    page = send("ruth-dimmock", 400, post="legal lead", person="lucy-tran", sure="yes")
    assert "Only the board officer changes" in words_of(page), words_of(page)[:900]
    token = browsers["tom-adeyemi"].get("/account").field("token")
    assert browsers["tom-adeyemi"].post("/admin/posts/change", {"token": token, "form": "x" * 30, "post": "legal lead", "person": "tom-adeyemi",
                                                                 "sure": "yes"}).status == 403
    assert settings() == before


def a_post_handed_over_is_the_others_at_once():
    assert send("beth-corrigan", 303, post="board officer", person="tom-adeyemi", ends="*", sure="yes", **{"from": "2006-01-18"})
    page = browsers["beth-corrigan"].get("/admin/posts")  # still looks after the server
    assert page.status == 200 and "Only the board officer changes who holds a post: Tom Adeyemi." in words_of(page)
    page = browsers["tom-adeyemi"].get("/admin/posts")
    assert page.status == 200 and "Change who holds it" in page.text and 'href="/admin"' not in page.text
    assert 'href="/admin/posts"' in browsers["tom-adeyemi"].get("/groups").text
    assert send("tom-adeyemi", 303, post="scrutiny chair", person="edith-marlowe", sure="yes")


def the_record_is_sound():
    server.stop()
    home.run("verify")
    home.run("index", "check")
    subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "fsck", "--strict"], check=True, capture_output=True)
    home.remove()


run([the_list_is_for_those_who_look_after_things, a_change_is_looked_at_and_then_done, one_is_added_and_one_of_several_ends,
     what_cannot_be_is_said_and_nothing_typed_is_lost, a_post_handed_over_is_the_others_at_once, the_record_is_sound])
