#!/usr/bin/env python3
"""What a member asks on a tablet: "what did we decide on this, when, why, and what came of it?", in everyday words, with small words, plurals
and slips of spelling. The decision is the first that is found, and says by itself when, why, and what became of it. What a reader may not see
is not found by any spelling. Usage: ask.py PROGRAM SOURCE"""
import html
import os
import re
import subprocess
import sys
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import Browser, Server, Story, run  # noqa: E402

program, source = sys.argv[1], sys.argv[2]
PASSWORD = "correct horse battery staple"

home = Story(program, source)
path = os.path.join(home.top, "secret.md")
with open(path, "w") as f:
    f.write("---\nreaders: [helen-marsh]\n---\n\n# Dovermist complaint\n\nThe braskellion letter.\n")
home.run("--on", "2006-01-17", "file", path, "--group", "strategy-board", "--as-kind", "paper", "--as", "helen-marsh")
server = Server(home)
browsers = {}


def words_of(text):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def results(person, asked):
    page = browsers[person].get("/search?q=" + urllib.parse.quote(asked))
    assert page.status == 200, (asked, page.status)
    count = words_of(re.search(r'<h2 class="govuk-heading-m">([^<]*)', page.text).group(1))
    return count, [(html.unescape(re.search(r'href="([^"]*)"', item).group(1)), words_of(item))
                   for item in re.findall(r'<li class="mb-agenda__item">.*?</li>', page.text, re.S)]


def people_come_in():
    for person in ("helen-marsh", "tom-adeyemi"):
        b = browsers[person] = Browser(server)
        link = re.search(r"/invitation/[\w-]+", home.run("account", "invite", person)).group(0)
        assert b.post(link, {"password": PASSWORD, "again": PASSWORD}).status == 303


def five_questions_lead_to_the_decision():
    for asked, decision in [
        ("what did we decide about the play schemes", "CTB-2005-D008"),
        ("emergancy foster placments", "CTB-2005-D007"),
        ("why did we keep the scheme open in half-term", "CTB-2005-D008"),
        ("what came of the consultation with staff?", "CTB-2005-D003"),
        ("who pays for the co-ordinators", "CTB-2005-D012"),
        ("joint team", "CTB-2005-D002"),
        ("ctb-2005-d003", "CTB-2005-D003"),
    ]:
        count, found = results("helen-marsh", asked)
        assert found, (asked, count)
        assert found[0][0].endswith(decision), (asked, count, [href for href, _ in found[:5]])
        page = words_of(browsers["helen-marsh"].get(found[0][0] if "/d/" not in found[0][0] else "/decisions/" + decision).text)
        assert re.search(r"\w{3} \d+ \w{3} 2005", page), (asked, "when")


def very_words_are_still_very_words():
    count, found = results("helen-marsh", "joint teams for")
    assert found and "though none" not in count
    count, found = results("helen-marsh", '"team joint"')
    assert not found and count.startswith("Nothing was found"), count
    count, found = results("helen-marsh", "quernwald zymotic")
    assert not found and count.startswith("Nothing was found"), count
    assert results("helen-marsh", "play AND (schemes* OR")[1]


def no_spelling_finds_what_is_not_for_the_reader():
    assert any("Dovermist" in words for _, words in results("helen-marsh", "dovermst complant")[1])
    for asked in ("dovermist", "dovermst", "dovermists complaints", "braskelion letters", "what about the dovermist complaint", "braskellion"):
        count, found = results("tom-adeyemi", asked)
        page = browsers["tom-adeyemi"].get("/search?q=" + urllib.parse.quote(asked)).text.lower()
        for word in ("dovermist", "braskellion"):
            assert word not in page or word in asked, (asked, word)
        assert all("Dovermist" not in words for _, words in found), (asked, found)


def it_is_over():
    server.stop()
    home.run("index", "check")
    subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "fsck", "--strict"], check=True, capture_output=True)
    home.remove()


run([people_come_in, five_questions_lead_to_the_decision, very_words_are_still_very_words, no_spelling_finds_what_is_not_for_the_reader, it_is_over])
