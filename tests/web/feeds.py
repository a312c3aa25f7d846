#!/usr/bin/env python3
"""Feeds: valid Atom; public ones only while the record is public, with what is published; a person's own by a token in the address, with
what that person may see, until it is ended. Usage: feeds.py PROGRAM SOURCE"""
import os
import re
import subprocess
import sys
import urllib.parse
import xml.etree.ElementTree as ET

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import Browser, Server, Story, run  # noqa: E402

program, source = sys.argv[1], sys.argv[2]
PASSWORD = "correct horse battery staple"
ATOM = "{http://www.w3.org/2005/Atom}"
WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$")

home = Story(program, source)
server = Server(home)
nobody, people, own = Browser(server), {}, {}


def come_in(person):
    people[person] = b = Browser(server)
    link = server.link if person == "beth-corrigan" else re.search(r"/invitation/[\w-]+", home.run("account", "invite", person)).group(0)
    assert b.post(link, {"password": PASSWORD, "again": PASSWORD}).status == 303
    return b


def make_feed(person, name):
    b = people[person]
    page = b.post("/account/tokens", {"token": b.get("/account/tokens").field("token"), "name": name, "use": "feed"})
    assert page.status == 200, page.text[:300]
    addresses = re.findall(r"http://[^<\s]+/feeds/(mbf_[\w-]+)/(\w+)\.atom", page.text)
    assert len(addresses) == 3 and len({a[0] for a in addresses}) == 1, addresses
    return "/feeds/" + addresses[0][0]


def entries(reply):
    """The feed, checked against what RFC 4287 asks for (sections 4.1.1, 4.1.2, 4.2.6, 3.3)."""
    assert reply.status == 200 and reply.headers["Content-Type"] == "application/atom+xml; charset=utf-8", (reply.status, reply.headers["Content-Type"])
    feed = ET.fromstring(reply.body)
    assert feed.tag == ATOM + "feed"
    for one, where in [(feed, "feed")] + [(e, "entry") for e in feed.findall(ATOM + "entry")]:
        for must in ("id", "title", "updated"):
            assert len(one.findall(ATOM + must)) == 1 and one.find(ATOM + must).text.strip(), (where, must)
        assert urllib.parse.urlparse(one.find(ATOM + "id").text).scheme == "urn"
        assert WHEN.match(one.find(ATOM + "updated").text), one.find(ATOM + "updated").text
        rels = [x.get("rel") for x in one.findall(ATOM + "link")]
        assert rels.count("alternate") == 1 and len(rels) == len(set(rels)), rels
        assert all(x.get("href").startswith(f"http://127.0.0.1:{server.port}/") for x in one.findall(ATOM + "link"))
    assert feed.find(f"{ATOM}link[@rel='self']") is not None and feed.find(f"{ATOM}author/{ATOM}name").text
    found = feed.findall(ATOM + "entry")
    ids = [e.find(ATOM + "id").text for e in found]
    assert len(ids) == len(set(ids))
    stamps = [e.find(ATOM + "updated").text for e in found]
    assert stamps == sorted(stamps, reverse=True) and (not stamps or feed.find(ATOM + "updated").text == stamps[0])
    return [(e.find(ATOM + "link").get("href").rsplit("/", 1)[1], e.find(ATOM + "title").text) for e in found]


def while_the_record_is_not_public_nobody_has_a_feed():
    for what in ("new", "decisions", "meetings"):
        reply = nobody.get(f"/feeds/{what}.atom")
        assert reply.status == 303 and reply.place.startswith("/sign-in"), reply.status


def somebody_signed_in_has_those_of_every_kind():
    b = come_in("beth-corrigan")
    for what, prefix in (("decisions", "CTB-2005-D"), ("meetings", "CTB-2005-M"), ("papers", "CTB-2005-P"), ("new", "CTB-2005-")):
        found = entries(b.get(f"/feeds/{what}.atom"))
        assert any(i.startswith(prefix) for i, _ in found), (what, found[:3])
    assert not any(i == "helen-marsh" for i, _ in entries(b.get("/feeds/new.atom")))
    for wrong in ("/feeds/nonesuch.atom", "/feeds/decisions", "/feeds/decisions.rss", "/feeds/.atom"):
        assert b.get(wrong).status == 404, wrong
    assert 'type="application/atom+xml"' in b.get("/decisions").text and "/feeds/decisions.atom" in b.get("/decisions").text


def a_feed_of_ones_own_needs_only_its_address():
    for person in ("helen-marsh", "jane-whitlock", "rosa-lindqvist"):
        come_in(person)
        own[person] = make_feed(person, "tablet")
    with open(os.path.join(home.path, "accounts.sqlite"), "rb") as f:
        assert own["helen-marsh"].rsplit("/", 1)[1].encode() not in f.read()
    mine = entries(nobody.get(own["jane-whitlock"] + "/actions.atom"))
    assert mine
    for action, _ in mine:
        assert "jane-whitlock" in home.run("--json", "show", action), action
    groups = entries(nobody.get(own["helen-marsh"] + "/groups.atom"))
    assert any(i.startswith("CTB-") for i, _ in groups)
    assert entries(nobody.get(own["helen-marsh"] + "/decisions.atom"))
    assert nobody.get(own["helen-marsh"] + "/nonesuch.atom").status == 404


def a_feed_shows_what_its_person_may_see():
    draft = os.path.join(home.top, "draft.md")
    with open(draft, "w") as f:
        f.write("# Quernstone <b>& review</b>\n\nThe zelkovane matter.\n\nRecommendations\n\n- agree it\n")
    said = home.run("--on", "2006-01-17", "file", draft, "--group", "safeguarding-board", "--as-kind", "paper")
    paper = re.search(r"SGB-2006-P\d+", said).group(0)
    seen = {person: any(i == paper for i, _ in entries(nobody.get(address + "/papers.atom"))) for person, address in own.items()}
    assert not seen["rosa-lindqvist"] and not seen["helen-marsh"], seen
    own["beth-corrigan"] = make_feed("beth-corrigan", "office")
    found = dict(entries(nobody.get(own["beth-corrigan"] + "/papers.atom")))
    assert "Quernstone & review" in found[paper], found[paper]
    assert "zelkovane" not in nobody.get(own["beth-corrigan"] + "/papers.atom").text
    for person in ("rosa-lindqvist", "helen-marsh"):
        for what in ("new", "groups", "papers"):
            assert "uernstone" not in nobody.get(f"{own[person]}/{what}.atom").text


def what_has_not_changed_is_not_sent_again():
    for b, target in ((people["beth-corrigan"], "/feeds/decisions.atom"), (nobody, own["beth-corrigan"] + "/decisions.atom")):
        first = b.get(target)
        assert first.headers["ETag"] and first.headers["Cache-Control"] == "private, no-cache"
        again = b.get(target, **{"If-None-Match": first.headers["ETag"]})
        assert again.status == 304 and not again.body
    before = nobody.get(own["beth-corrigan"] + "/papers.atom")
    path = os.path.join(home.top, "another.md")
    with open(path, "w") as f:
        f.write("# Another paper\n\nText.\n\nRecommendations\n\n- note it\n")
    home.run("--on", "2006-01-18", "file", path, "--group", "strategy-board", "--as-kind", "paper")
    after = nobody.get(own["beth-corrigan"] + "/papers.atom", **{"If-None-Match": before.headers["ETag"]})
    assert after.status == 200 and entries(after)[0][1].endswith("Another paper")
    kept = {e.find(ATOM + "id").text for e in ET.fromstring(before.body).findall(ATOM + "entry")}
    assert kept < {e.find(ATOM + "id").text for e in ET.fromstring(after.body).findall(ATOM + "entry")}


def a_feeds_token_opens_nothing_else():
    secret = own["beth-corrigan"].rsplit("/", 1)[1]
    assert nobody.ask("GET", "/api/v1/me", None, {"Authorization": f"Bearer {secret}"}).status == 401
    b = people["beth-corrigan"]
    page = b.post("/account/tokens", {"token": b.get("/account/tokens").field("token"), "name": "program", "use": "api"})
    token = re.search(r"mbt_[\w-]+", page.text).group(0)
    assert nobody.get(f"/feeds/{token}/decisions.atom").status == 404
    for wrong in ("x", "mbf_" + "x" * 43, secret[:-1], "%00", "..%2f"):
        assert nobody.get(f"/feeds/{wrong}/decisions.atom").status in (400, 404), wrong
    # nobody else's name and no address with its secret in the log
    assert secret not in server.words() and token not in server.words()


def links_lead_where_the_asker_came_from():
    """What somebody else called this server is not kept for the next: a name of their own would lead readers to them."""
    b = people["beth-corrigan"]
    other = b.get("/feeds/actions.atom", Host="localhost:1").text
    assert "http://localhost:1/d/" in other
    assert "localhost:1" not in b.get("/feeds/actions.atom").text


def who_guesses_addresses_shuts_nobody_else_out():
    def from_there(target, address):
        s = server.socket((address, 0))
        s.sendall(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        status = s.recv(65536).split()[1]
        s.close()
        return int(status)

    tried = [from_there(f"/feeds/mbf_{n:043}/actions.atom", "127.0.0.7") for n in range(65)]
    assert tried[0] == 404 and tried[-1] == 429, tried
    mine = own["beth-corrigan"] + "/actions.atom"
    assert from_there(mine, "127.0.0.7") == 429 and from_there(mine, "127.0.0.8") == 200


def an_ended_feed_is_gone_at_once():
    b = people["helen-marsh"]
    assert b.post("/account/tokens/end", {"token": b.get("/account/tokens").field("token"), "name": "tablet"}).status == 303
    gone = nobody.get(own["helen-marsh"] + "/decisions.atom")
    assert gone.status == 404 and "2005-" not in gone.text
    home.run("account", "lock", "jane-whitlock")
    assert nobody.get(own["jane-whitlock"] + "/actions.atom").status == 404


def when_the_record_is_public_what_is_published_is_in_it():
    """And nothing else: exactly what the pages show to nobody."""
    global server, nobody
    server.stop()
    settings = subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "show", "main:partnership.yaml"], check=True,
                              capture_output=True, text=True).stdout
    path = os.path.join(home.top, "partnership.yaml")
    with open(path, "w") as f:
        f.write(settings.replace("public: false", "public: true"))
    home.run("--on", "2006-01-18", "edit", "partnership.yaml", "--file", path)
    server = Server(home)
    nobody = Browser(server)
    found = entries(nobody.get("/feeds/decisions.atom"))
    assert found
    for one, _ in found + entries(nobody.get("/feeds/new.atom")):
        assert nobody.get(f"/d/{one}").status in (200, 303), one
    assert "uernstone" not in nobody.get("/feeds/new.atom").text
    shared = nobody.get("/feeds/decisions.atom")
    assert shared.headers["Cache-Control"] == "no-cache" and nobody.get("/feeds/decisions.atom", **{"If-None-Match": shared.headers["ETag"]}).status == 304


def the_record_is_sound():
    server.stop()
    assert "The record is sound" in home.run("verify")
    home.remove()


run([while_the_record_is_not_public_nobody_has_a_feed, somebody_signed_in_has_those_of_every_kind, a_feed_of_ones_own_needs_only_its_address,
     a_feed_shows_what_its_person_may_see, what_has_not_changed_is_not_sent_again, a_feeds_token_opens_nothing_else,
     links_lead_where_the_asker_came_from, who_guesses_addresses_shuts_nobody_else_out, an_ended_feed_is_gone_at_once, when_the_record_is_public_what_is_published_is_in_it, the_record_is_sound])
