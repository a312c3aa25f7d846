#!/usr/bin/env python3
"""Who sees what: words that only some may read are put into the record, and for every kind of reader every page there is, every list, file,
search and count is looked through for them. The pages are those that core/web declares: a new one without an address here fails.
Usage: access.py PROGRAM SOURCE"""
import glob
import html
import os
import re
import sys
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import Browser, Server, Story, run  # noqa: E402

program, source = sys.argv[1], sys.argv[2]
PASSWORD = "correct horse battery staple"
FOLLOWED_MAX = 250  # links of one reader, besides the addresses that are written down

home = Story(program, source)
papers = os.path.join(home.top, "papers")
os.mkdir(papers)


def filed(name, text, *words):
    path = os.path.join(papers, name)
    with open(path, "w") as f:
        f.write(text)
    return home.run("--on", "2006-01-17", *words[:1], path, *words[1:])


def id_in(said, letter):
    return re.search(r"[A-Z]{3}-2006-%s\d{3}(-minutes)?" % letter, said).group(0)


home.run("--on", "2006-01-10", "meeting", "new", "safeguarding-board", "2006-01-24", "--place", "Town Hall")
home.run("--on", "2006-01-10", "meeting", "new", "early-years", "2006-01-16", "--place", "Town Hall")
DRAFT = id_in(filed("draft.md", "# Quernstone review\n\nThe zelkovane matter is told here.\n\nRecommendations\n\n- agree the zelkovane plan\n",
                    "file", "--group", "safeguarding-board", "--meeting", "SGB-2006-M001", "--as-kind", "paper"), "P")
filed("other.md", "# Opening hours\n\nNothing of note.\n", "file", "--group", "strategy-board", "--as-kind", "paper")  # the handbook's example has its number
NAMED = id_in(filed("named.md", "---\nreaders: [helen-marsh]\n---\n\n# Dovermist complaint\n\nThe braskellion letter.\n", "file", "--group",
                    "strategy-board", "--as-kind", "paper", "--as", "helen-marsh"), "P")
filed("minutes.md", "# Minutes of the Early Years Group\n\nHeld on Monday 16 January 2006 at the Town Hall\n\nPresent: Jane Whitlock (Chair), Mina "
      "Castell, Martin Quill\n\n1. Grants (exempt item)\n\nRESOLVED: That the wimblestock grant be paid.\n\nACTION: Martin Quill to "
      "ring the hexlington office by 31 January 2006\n\n2. Places\n\nRESOLVED: That two places be added.\n", "file", "--meeting", "EYG-2006-M001")
# An exempt item: its decision and its action are for the group, and so are the minutes. The body that the decision is reported to hears of it.
EXEMPT, MINUTES = "EYG-2006-D001", "EYG-2006-M001-minutes"


# What only some may read: its words, the documents they stand in, and who reads them.
SECRETS = [
    (["quernstone", "zelkovane"], [DRAFT], {"beth-corrigan", "stephen-yarrow", "tom-adeyemi"}),
    (["dovermist", "braskellion"], [NAMED], {"helen-marsh"}),
    (["hexlington"], [MINUTES, "EYG-2006-A001"], {"beth-corrigan", "martin-quill", "stephen-yarrow"}),  # he holds a post
    (["wimblestock", EXEMPT.lower()], [], {"beth-corrigan", "martin-quill", "stephen-yarrow", "helen-marsh", "victor-farrow", "tom-adeyemi"}),
]
READERS = [None, "beth-corrigan", "helen-marsh", "victor-farrow", "stephen-yarrow", "tom-adeyemi", "martin-quill", "rosa-lindqvist"]

server = Server(home)
browsers = {}


def all_come_in():
    for person in READERS:
        browsers[person] = b = Browser(server)
        if person:
            link = server.link if person == "beth-corrigan" else re.search(r"/invitation/[\w-]+", home.run("account", "invite", person)).group(0)
            assert b.post(link, {"password": PASSWORD, "again": PASSWORD}).status == 303


def patterns():
    found = set()
    for path in glob.glob(os.path.join(source, "core", "web", "*", "*.c")):
        with open(path) as f:
            found |= set(re.findall(r'\{ WEB_GET(?: \| WEB_\w+)*, "([^"]+)"', f.read()))
    return sorted(found)


def fillings():
    """Every pattern with every address it is tried under."""
    documents = [d for _, ids, _ in SECRETS for d in ids] + [EXEMPT, "EYG-2006-D002", "SGB-2006-M001", "EYG-2006-M001", "CTB-2005-P001", "CTB-2005-D003"]
    last = max(int(n) for n in re.findall(r'"event":(\d+)', home.run("--json", "history", EXEMPT)))
    registers = sorted(set(re.findall(r'href="/registers/([\w-]+)"', browsers["beth-corrigan"].get("/registers").text)))
    assert len(registers) >= 10, registers
    paths = [re.search(r'"path":"([^"]+)"', home.run("--json", "show", d)).group(1) for _, ids, _ in SECRETS for d in ids]
    values = {
        "{id}": documents, "{slug}": ["safeguarding-board", "strategy-board", "early-years"], "{event}": [str(n) for n in range(1, last + 1)],
        "{name}": registers + [r + end for r in registers for end in (".csv", ".json")],
        "{kind}": ["paper", "interest", "decision", "person", "terms-of-reference", "agenda"], "{move}": ["approve", "publish", "withdraw", "rescind"],
        "{role}": ["finance lead", "legal lead"], "{path...}": ["main.css", "groups/strategy-board/group.md", *paths], "{secret}": ["x" * 20],
        "{person}": [p for p in READERS if p], "{act}": ["lock", "sign-out"],
        "{key}": ["mbf_x"], "{what}": ["new.atom", "papers.atom", "decisions.atom", "actions.atom", "meetings.atom"],
    }
    values["{proposal}"] = ["p1"]
    for pattern in patterns():
        filled = [pattern]
        if "/rules/" in pattern:
            values_here = {**values, "{path...}": ["10-papers.lua"]}
        elif pattern.endswith("/people/{id}"):
            values_here = {**values, "{id}": [p for p in READERS if p] + ["mina-castell"]}
        else:
            values_here = values
        for key in re.findall(r"\{[\w.]+\}", pattern):
            assert key in values_here, f"{pattern}: say here what {key} may be"
            filled = [f.replace(key, urllib.parse.quote(v)) for f in filled for v in values_here[key]]
        yield from filled
    for words, ids, _ in SECRETS:
        for word in words + ids:
            yield "/search?q=" + word
            yield "/stands?topic=" + word
            yield "/api/v1/search?q=" + word
            yield "/api/v1/stands?topic=" + word
            yield "/api/v1/documents?where=title:" + word
            yield "/search?q=" + word[:5]
    for person in [p for p in READERS if p]:
        yield f"/admin/see?person={person}"
        yield f"/admin/audit?person={person}"
        for _, ids, _ in SECRETS:
            yield from (f"/admin/see?person={person}&q={one}" for one in ids)
    yield from ("/admin/audit.csv?kind=paper", "/admin/audit?kind=decision", "/admin/audit?group=early-years", "/admin/audit?refused=yes")
    yield from ("/news?since=2005-09-01", "/news?since=2006-01-17&kind=paper", "/news?since=2005-09-01&group=early-years")
    for register in registers:
        for more in ("?as-at=2006-01-18", "?known-at=2006-01-18", "?q=wimblestock", "?group=early-years", "?person=martin-quill", "?sort=-date"):
            yield "/registers/" + register + more
        for more in ("?all=true&limit=500", "?as-at=2006-01-18", "?known-at=2006-01-18", "?group=early-years"):
            yield "/api/v1/registers/" + register + more
    for more in ("?limit=500", "?kind=paper", "?kind=decision&as-at=2006-01-18", "?group=early-years&limit=500"):
        yield "/api/v1/documents" + more
    for _, ids, _ in SECRETS:
        for one in ids:
            for n in range(1, 4):
                yield f"/d/{one}/compare?from={last - n}&to={last}"
                yield f"/api/v1/documents/{one}/compare?from={last - n}&to={last}"
            yield f"/d/{one}?as-at=2006-01-18"
            yield f"/api/v1/documents/{one}?as-at=2006-01-18"


def looked_through(person):
    """Words and ids found, by word: the first pages on which it stood. Links are followed."""
    b, found, todo = browsers[person], {}, list(fillings())
    most = len(todo) + FOLLOWED_MAX
    seen = set(todo)
    for target in todo:
        page = b.get(target)
        assert page.status < 500, (person, target, page.status)
        typed = html.unescape(target).lower()
        text = html.unescape(page.text).lower()
        for words, ids, _ in SECRETS:
            for word in words + [i.lower() for i in ids]:
                # what was typed into the address comes back in the page; that tells nothing
                if word in text and word not in typed and not any(i.lower() in typed and i.lower() in word for i in ids):
                    found.setdefault(word, []).append(target)
        for href in re.findall(r'href="(/[^"#]*)"', page.text):
            href = html.unescape(href)
            if href not in seen and len(todo) < most and not href.startswith("/assets"):
                seen.add(href)
                todo.append(href)
    return found, len(todo)


def everybody_sees_what_is_theirs_and_nothing_else():
    for person in READERS:
        found, pages = looked_through(person)
        assert pages > 150, pages
        for words, ids, readers in SECRETS:
            for word in words + [i.lower() for i in ids]:
                assert (word in found) == (person in readers), (person, word, found.get(word, [])[:5])


def what_may_not_be_seen_is_as_what_is_not():
    for person in READERS[1:]:
        b = browsers[person]
        for _, ids, readers in SECRETS:
            for one in ids if person not in readers else []:
                other = re.sub(r"\d{3}", "999", one.replace("2006", "@@")).replace("@@", "2006")
                for tail in ("", "/history", "/compare", "/edit", "/why/1", "/move/approve", "/sign/finance%20lead"):
                    hidden, absent = b.get(f"/d/{one}{tail}"), b.get(f"/d/{other}{tail}")
                    assert hidden.status == absent.status == 404, (person, one, tail, hidden.status, absent.status)
                    assert hidden.text.replace(one, other) == absent.text, (person, one, tail)


def the_body_that_hears_of_an_exempt_decision_hears_no_more_than_its_report():
    """Its members see what they are to ratify, and not the decision's own page, its minutes or its action."""
    chair, outsider = browsers["helen-marsh"], browsers["rosa-lindqvist"]
    assert "wimblestock grant" in chair.get("/registers/reports?group=strategy-board").text
    assert "wimblestock" not in outsider.get("/registers/reports").text and "EYG-2006-D002" in outsider.get("/decisions").text
    assert chair.get(f"/d/{EXEMPT}").status == outsider.get(f"/d/{EXEMPT}").status == 404


def who_may_not_see_may_not_do():
    tip = home.run("--json", "history", DRAFT) + home.run("--json", "history", EXEMPT)
    for person in READERS[1:]:
        b = browsers[person]
        page = b.get("/file")
        given = {"token": page.field("token") or b.get("/account").field("token"), "form": page.field("form") or "x" * 30, "reason": "x"}
        for _, ids, readers in SECRETS:
            for one in ids if person not in readers else []:
                for tail in ("/edit", "/move/approve", "/sign/finance%20lead"):
                    reply = b.post(f"/d/{one}{tail}", {**given, "text": "x", "base": "0" * 40, "form": f"{person}-{one}-{tail[1:5]}"})
                    assert reply.status in (400, 403, 404), (person, one, tail, reply.status)
                    assert "zelkovane" not in reply.text and "braskellion" not in reply.text and "wimblestock" not in reply.text
    assert home.run("--json", "history", DRAFT) + home.run("--json", "history", EXEMPT) == tip


def nobody_signed_in_sees_nothing_while_the_record_is_not_public():
    for target in fillings():
        page = browsers[None].get(target)
        assert page.status in (200, 303, 401, 404) and "2006-" not in page.text.replace(target, ""), (target, page.status)


def the_record_is_sound():
    server.stop()
    assert "The record is sound" in home.run("verify")
    home.remove()


run([all_come_in, everybody_sees_what_is_theirs_and_nothing_else, what_may_not_be_seen_is_as_what_is_not,
     the_body_that_hears_of_an_exempt_decision_hears_no_more_than_its_report, who_may_not_see_may_not_do,
     nobody_signed_in_sees_nothing_while_the_record_is_not_public, the_record_is_sound])
