#!/usr/bin/env python3
"""Texts that would like to be programs: filed in every field that people write, then every page that shows them is taken apart. Whatever was
written comes back as words: no element, attribute or address of a page was made by them. Usage: stored.py PROGRAM SOURCE"""
import html
import html.parser
import os
import re
import sys
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import Browser, Server, Story, run  # noqa: E402

program, source = sys.argv[1], sys.argv[2]
PASSWORD = "correct horse battery staple"
BAD = [
    "<script>evil(1)</script>", "\"><img src=x onerror=evil(2)>", "' onmouseover='evil(3)", "<svg onload=evil(4)>", "{{{evil}}}",
    "<iframe src=\"javascript:evil(5)\">", "</title><script>evil(6)</script>", "<a href=\"javascript:evil(7)\">x</a>", "--><script>evil(8)</script>",
    "&lt;script&gt;evil(9)&lt;/script&gt;", "<style>@import 'evil'</style>", "<form action=//evil><button>",
]
LINKS = ["[x](javascript:evil(1))", "[x](JaVaScRiPt:evil(2))", "[x](data:text/html,evil)", "[x](vbscript:evil)", "![x](javascript:evil(3))",
         "<javascript:evil(4)>", "[x](&#106;avascript:evil(5))", "[x]( java\tscript:evil(6))", "[x][r]\n\n[r]: javascript:evil(7)", "![x](//evil.example/p.png)"]
home = Story(program, source)
clerk = None


class Page(html.parser.HTMLParser):
    """What a browser would do of a page's own accord, or on a click: gathered as faults."""

    def __init__(self, text):
        super().__init__()
        self.faults = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        if tag in ("iframe", "object", "embed", "base", "style", "template") or (tag == "script" and not attrs.get("src", "").startswith("/assets/")):
            self.faults.append(self.get_starttag_text())
        for name, value in attrs.items():
            address = re.sub(r"[\s\x00-\x20]", "", value).lower()
            if name.startswith("on") or name == "srcdoc" or (name == "style" and "evil" in value):
                self.faults.append(self.get_starttag_text())
            if name in ("href", "src", "action", "formaction", "xlink:href", "data") and re.match(r"[a-z]+:", address):
                if not re.match(r"(https?|mailto|tel):", address):
                    self.faults.append(self.get_starttag_text())
            if name in ("src", "action", "formaction") and value and (not value.startswith("/") or value.startswith("//")):
                self.faults.append(self.get_starttag_text())


def page_is_clean(target):
    page = clerk.get(target)
    assert page.status < 500, (target, page.status)
    kind = page.headers.get("Content-Type", "")
    if kind.startswith(("text/html", "image/svg")):
        faults = Page(page.text).faults
        assert not faults, (target, faults[:3])
        assert "script-src" in (page.headers.get("Content-Security-Policy") or ""), target
    if kind.startswith("text/csv"):
        for line in page.text.splitlines():
            assert not re.match(r'"?[=@+]', line), (target, line[:80])
    assert page.headers.get("X-Content-Type-Options") == "nosniff", target
    return page


def form(target):
    page = clerk.get(target)
    assert page.status == 200, (target, page.status)
    return {"token": page.field("token"), **({"form": page.field("form")} if page.field("form") else {})}


def everything_hostile_is_filed():
    global clerk, server
    server = Server(home)
    clerk = Browser(server)
    assert clerk.post(server.link, {"password": PASSWORD, "again": PASSWORD}).status == 303
    filed = 0
    for i, bad in enumerate(BAD):
        text = (f"# Title {bad}\n\nReport of the {bad}\n\nSummary: {bad}\n\n## Financial {bad}\n\n{bad}\n\n" + "\n\n".join(LINKS) +
                f"\n\n| {bad} | b |\n|---|---|\n| {bad} | {LINKS[0]} |\n\nRecommendations\n\n- agree {bad}\n")
        reply = clerk.post("/file", {**form("/file"), "text": text, "kind": "paper", "group": "strategy-board", "meeting": ""})
        assert reply.status in (200, 422), (bad, reply.status)
        assert not Page(reply.text).faults, (bad, Page(reply.text).faults[:3])
        given = {k: reply.field(k) for k in ("token", "form", "kind", "group", "meeting") if reply.field(k) is not None}
        done = clerk.post("/file/done", {**given, "text": text, "kind": "paper", "group": "strategy-board", "meeting": ""})
        filed += done.status == 303
        assert done.status < 500 and not Page(done.text).faults, (bad, done.status)
        place = clerk.post("/new-meeting", {**form("/new-meeting"), "group": "strategy-board", "date": f"2006-03-{i + 10}", "time": "14:00",
                                            "place": f"Room {bad}"})
        assert place.status < 500 and not Page(place.text).faults, (bad, place.status)
    assert filed == len(BAD), filed


def controls_of(page):
    """The fields of a form made from a declaration: (name, what it is, values to choose from)."""
    for name, tag in sorted(set((html.unescape(n), t) for t, n in re.findall(r'<(input|select|textarea)[^>]* name="(f-[^"]+)"', page.text))):
        found = re.search(r'<select[^>]* name="%s"[^>]*>(.*?)</select>' % re.escape(name), page.text, re.S)
        if found:
            yield name, "choice", [html.unescape(v) for v in re.findall(r'<option value="([^"]+)"', found.group(1))]
        elif re.search(r'name="%s" type="(radio|checkbox)"' % re.escape(name), page.text):
            yield name, "choice", [html.unescape(v) for v in re.findall(r'name="%s" type="\w+" value="([^"]+)"' % re.escape(name), page.text)]
        else:
            yield name, tag, []


def every_declared_field_of_every_kind_takes_hostile_words():
    """Typed where words are typed they are kept and shown as words; sent for what is chosen, dated or counted they come back as words."""
    targets = sorted(set(re.findall(r'href="(/new/[\w-]+)"', clerk.get("/new").text)))
    assert len(targets) >= 8, targets
    saved, fields = 0, 0
    for target in targets:
        page = page_is_clean(target)
        controls = list(controls_of(page))
        fields += len(controls)
        shown = [("shown", html.unescape(s)) for s in re.findall(r'name="shown" value="([^"]*)"', page.text)]
        places = re.search(r'<select[^>]* name="(group|meeting)"[^>]*>(.*?)</select>', page.text, re.S)
        place = [(places.group(1), "strategy-board" if places.group(1) == "group" else "CTB-2005-M003")] if places else []
        known = {"f-about": "CTB-2005-P001", "f-item": "CTB-2005-P001", "f-came_with": "CTB-2005-D003", "f-under": "CTB-2005-L001",
                 "f-decision": "CTB-2005-D004", "f-meeting": "CTB-2005-M003"}
        for i, bad in enumerate(BAD):
            # all of it hostile, whatever the field is: nothing is saved of what cannot be, and all of it comes back
            wild = clerk.post(target, list(form(target).items()) + shown + [("group", bad), ("meeting", bad), ("do", bad), ("text", bad)] +
                              [(name, bad) for name, _, _ in controls])
            assert wild.status < 500 and not Page(wild.text).faults, (target, bad, wild.status, Page(wild.text).faults[:3])
            again = clerk.post(target, list(form(target).items()) + shown + [("text", bad)] + [(name, bad) for name, _, _ in controls])
            assert again.status < 500 and not Page(again.text).faults, (target, bad, again.status, Page(again.text).faults[:3])
            # hostile where anything may be written, and what else is there chosen
            good = [(name, values[i % len(values)]) for name, what, values in controls
                    if values and name not in ("f-audience", "f-readers", "f-exempt", *known)]
            good += [(name, value) for name, value in known.items() if any(name == c[0] for c in controls)]
            days = [(name, value) for name, _, _ in controls for end, value in (("-day", "7"), ("-month", "3"), ("-year", "2006"))
                    if name.endswith(end)]
            numbers = [n for n in ("f-amount", "f-limit", "f-code", "f-usual_time", "f-params", "f-time")]
            words = [(name, f"T{i} {bad}") for name, _, values in controls if not values and name not in (*numbers, *known) and name not in dict(days)]
            done = clerk.post(target, list(form(target).items()) + shown + place + good + days + words +
                              [("f-code", f"X{i + 10}"), ("text", f"# Title {bad}\n\n{bad}\n\n" + "\n\n".join(LINKS))])
            assert done.status < 500 and not Page(done.text).faults, (target, bad, done.status, Page(done.text).faults[:3])
            if done.status == 303:
                saved += 1
                page_is_clean(done.place)
                page_is_clean(done.place + "/edit")
                page_is_clean(done.place + "/history")
    assert fields > 60 and saved > len(BAD) * 9, (fields, saved)


def minutes_with_hostile_words_are_filed():
    bad = " ".join(BAD).replace("\n", " ")
    text = (f"# Minutes of the Children's Trust Strategy Board\n\nHeld on Tuesday 17 January 2006 at 2.00 pm in {BAD[1]}\n\n**Present**\n\n"
            f"- Helen Marsh (Chair)\n- Anita Verma\n- Jane Whitlock\n- Martin Quill\n- Victor Farrow\n- {BAD[0]}\n\n## 1. Plan {BAD[3]}\n\n"
            f"**RESOLVED:** That the plan {bad} be agreed.\n\n**ACTION:** Jane Whitlock to ring {bad} by 31 January 2006\n")
    meeting = clerk.post("/new-meeting", {**form("/new-meeting"), "group": "strategy-board", "date": "2006-01-17", "time": "14:00", "place": "Hall"})
    assert meeting.status == 303, meeting.status
    review = clerk.post("/file", {**form("/file"), "text": text, "kind": "minutes", "group": "", "meeting": ""})
    assert review.status == 200 and not Page(review.text).faults, (review.status, Page(review.text).faults[:3])
    answers = dict(re.findall(r'name="(answer-\d+)" type="radio" value="([^"]+)"', review.text))
    done = clerk.post("/file/done", {"token": review.field("token"), "form": review.field("form"), "text": text, "kind": "minutes", "group": "",
                                     "meeting": "", **{k: html.unescape(v) for k, v in answers.items()}})
    assert done.status == 303, done.text[:1500]
    reason = form("/d/CTB-2005-A002/move/complete")
    assert clerk.post("/d/CTB-2005-A002/move/complete", {**reason, "reason": bad}).status == 303


def no_page_that_shows_them_does_anything():
    todo = ["/", "/registers", "/decisions", "/actions", "/papers", "/meetings", "/irregularities", "/map", "/map.svg", "/groups", "/account"]
    for bad in BAD + LINKS:
        word = urllib.parse.quote(bad, safe="")
        todo += [f"/search?q={word}", f"/decisions?q={word}", f"/decisions?as-at={word}", f"/registers/papers?sort={word}", f"/stands?topic={word}",
                 f"/d/{word}", f"/groups/{word}", f"/people/{word}", f"/registers/{word}", f"/{word}", f"/file?meeting={word}",
                 f"/new-meeting?place={word}", f"/d/CTB-2005-P001/compare?from={word}&to=1", f"/sign-in?to={word}"]
    seen = set(todo)
    shown = 0
    for target in todo:
        page = page_is_clean(target)
        shown += "evil(" in page.text
        for href in re.findall(r'href="(/[^"#]*)"', page.text):
            href = html.unescape(href)
            if href not in seen and len(seen) < 1200 and not href.startswith("/assets"):
                seen.add(href)
                todo.append(href)
    assert len(seen) > 400 and shown > 100, (len(seen), shown)


def the_record_is_sound():
    server.stop()
    assert "The record is sound" in home.run("verify")
    home.remove()


run([everything_hostile_is_filed, every_declared_field_of_every_kind_takes_hostile_words, minutes_with_hostile_words_are_filed, no_page_that_shows_them_does_anything, the_record_is_sound])
