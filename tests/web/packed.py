#!/usr/bin/env python3
"""What everybody may see is sent gzipped to whoever takes it; what is somebody's own never is. Usage: packed.py PROGRAM SOURCE"""
import gzip
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import Browser, Server, Story, run  # noqa: E402

program, source = sys.argv[1], sys.argv[2]
PASSWORD = "heron stands in still water"
PACKED = {"Accept-Encoding": "gzip, deflate, br"}
# Each kind of thing that is kept for everybody.
TARGETS = ["/", "/decisions", "/groups", "/search?q=budget", "/map.svg", "/feeds/new.atom", "/registers/decisions.csv",
           "/registers/decisions.json", "/api/v1/openapi.json", "/api/v1/groups", "/api/v1/registers/decisions"]
home = Story(program, source)
path = os.path.join(home.top, "partnership.yaml")
text = subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "show", "main:partnership.yaml"], capture_output=True, text=True,
                      check=True).stdout
assert "\npublic: false" in text
with open(path, "w") as f:
    f.write(text.replace("\npublic: false", "\npublic: true"))
home.run("--on", home.on, "--as", "beth-corrigan", "edit", "partnership.yaml", "--file", path)
server = Server(home, "--origin", "https://record.example")
visitor, clerk = Browser(server), Browser(server)
assert clerk.post(server.link, {"password": PASSWORD, "again": PASSWORD}, Origin="https://record.example").status == 303


def parts(reply, name):
    return [p.strip() for p in reply.headers.get(name, "").split(",")]


def whoever_takes_it_is_sent_the_same_page_packed():
    for target in TARGETS:
        first = visitor.get(target, **PACKED)  # made for this request, then kept
        again = visitor.get(target, **PACKED)
        plain = visitor.get(target)
        for r in (first, again):
            assert (r.status, r.headers["Content-Encoding"]) == (200, "gzip"), (target, r.status, r.headers.items())
            assert gzip.decompress(r.body) == plain.body and len(r.body) < len(plain.body), target
            assert int(r.headers["Content-Length"]) == len(r.body), target
        assert dict(first.headers) | {"Date": 0} == dict(again.headers) | {"Date": 0}, target
        assert (plain.status, plain.headers["Content-Encoding"]) == (200, None), target
        for r in (first, plain):
            assert "Accept-Encoding" in parts(r, "Vary") and "Cookie" in parts(r, "Vary"), (target, r.headers["Vary"])
            assert r.headers["Content-Type"] == plain.headers["Content-Type"]
            assert r.headers["Content-Disposition"] == plain.headers["Content-Disposition"]
        assert first.headers["ETag"] != plain.headers["ETag"], target
    assert visitor.get("/registers/decisions.csv", **PACKED).headers["Content-Disposition"].startswith("attachment; filename=")
    assert visitor.get("/decisions", **PACKED).headers["Content-Disposition"] is None


def who_refuses_it_is_not_sent_it():
    for header in (None, "", "br", "identity", "gzip;q=0", "gzip; q=0.0, *", "*;q=0", "gzip;q=0.3, identity;q=0.8"):
        r = visitor.ask("GET", "/decisions", None, {"Accept-Encoding": header})
        assert (r.status, r.headers["Content-Encoding"]) == (200, None), header
        assert r.body.startswith(b"<!DOCTYPE html>"), header
    for header in ("*", "GZIP", "br;q=1, gzip;q=0.2"):
        assert visitor.ask("GET", "/decisions", None, {"Accept-Encoding": header}).headers["Content-Encoding"] == "gzip", header


def each_form_is_known_again_by_its_own_tag():
    for target in TARGETS:
        packed, plain = visitor.get(target, **PACKED), visitor.get(target)
        for sent, own, other in ((PACKED, packed, plain), ({}, plain, packed)):
            for tag, status in ((own.headers["ETag"], 304), ("W/" + own.headers["ETag"], 304), ('"x", ' + own.headers["ETag"], 304), ("*", 304),
                                (other.headers["ETag"], 200), (own.headers["ETag"][:-1], 200), (own.headers["ETag"].strip('"'), 200)):
                r = visitor.get(target, **{"If-None-Match": tag}, **sent)
                assert r.status == status, (target, sent, tag, r.status)
                if status == 304:
                    assert r.body == b"" and r.headers["ETag"] == own.headers["ETag"] and r.headers["Content-Encoding"] is None
                    assert "Accept-Encoding" in parts(r, "Vary"), target


def looking_at_the_head_alone_says_the_same():
    for target in TARGETS[:3]:
        for sent in (PACKED, {}):
            page, head = visitor.get(target, **sent), visitor.ask("HEAD", target, None, sent)
            assert (head.status, head.body) == (200, b"")
            for name in ("Content-Length", "Content-Encoding", "ETag", "Vary", "Content-Type"):
                assert head.headers[name] == page.headers[name], (target, name)


def what_is_somebodys_own_is_never_packed():
    targets = ["/", "/decisions", "/search?q=budget", "/account", "/registers/decisions.csv", "/api/v1/openapi.json", "/feeds/new.atom"]
    for target in targets:
        for _ in range(2):  # made, then kept
            r = clerk.get(target, **PACKED)
            assert (r.status, r.headers["Content-Encoding"]) == (200, None), target
    # A page with the key of a form, and one that nobody keeps.
    for target in ("/sign-in", "/no-such-page"):
        assert visitor.get(target, **PACKED).headers["Content-Encoding"] is None, target
    page = clerk.post("/account/tokens", {"token": clerk.get("/account/tokens").field("token"), "name": "reader", "use": "feed"},
                      Origin="https://record.example")
    own = re.search(r"/feeds/mbf_[\w-]+/\w+\.atom", page.text).group(0)
    for _ in range(2):
        r = visitor.get(own, **PACKED)
        assert (r.status, r.headers["Content-Encoding"]) == (200, None), "an own feed repeats its token"


def style_and_script_follow_the_same_rules():
    css = re.search(r'href="(/assets/app-[^"]*\.css)"', visitor.get("/").text).group(1)
    packed, plain = visitor.get(css, **PACKED), visitor.get(css)
    assert gzip.decompress(packed.body) == plain.body and packed.headers["ETag"] != plain.headers["ETag"]
    assert visitor.get(css, **{"Accept-Encoding": "gzip;q=0"}).headers["Content-Encoding"] is None
    for r in (packed, plain):
        assert r.headers["Vary"] == "Accept-Encoding"
    assert visitor.get(css, **{"If-None-Match": plain.headers["ETag"]}, **PACKED).status == 200
    r = visitor.get(css, **{"If-None-Match": packed.headers["ETag"]}, **PACKED)
    assert (r.status, r.headers["Content-Encoding"]) == (304, None)


def after_a_change_neither_form_is_the_old_one():
    target = "/decisions"
    old = visitor.get(target, **PACKED)
    with open(path, "w") as f:
        f.write(text.replace("\npublic: false", "\npublic: true").replace("name: ", "name: Changed ", 1))
    home.run("--on", home.on, "--as", "beth-corrigan", "edit", "partnership.yaml", "--file", path)
    new, plain = visitor.get(target, **PACKED), visitor.get(target)
    assert new.headers["ETag"] != old.headers["ETag"] and gzip.decompress(new.body) == plain.body != gzip.decompress(old.body)
    assert visitor.get(target, **{"If-None-Match": old.headers["ETag"]}, **PACKED).status == 200


ORDER = [v for k, v in list(globals().items()) if callable(v) and getattr(v, "__module__", "") == "__main__" and v.__code__.co_argcount == 0]
try:
    run(ORDER)
finally:
    try:
        server.stop()
    finally:
        home.remove()
