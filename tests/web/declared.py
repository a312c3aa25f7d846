#!/usr/bin/env python3
"""A kind of document that the program has never heard of: one Lua file with a risk register is decided on and enacted while the server runs,
and its forms, register, filters, pages, moves, refusals, history, search and files are there. Ends with verify, git fsck and index check.
Usage: declared.py PROGRAM SOURCE"""
import csv
import html
import io
import json
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import Browser, Server, Story, run  # noqa: E402

program, source = sys.argv[1], sys.argv[2]
PASSWORD = "correct horse battery staple"
MINUTES = """# Minutes of the Children's Trust Strategy Board

Held on Tuesday 10 January 2006 at 2.00 pm in Committee Room 2, Wendlebury Town Hall

**Present**

- Helen Marsh (Chair), Wendlebury Borough Council
- Anita Verma (Vice Chair), Wendlebury Primary Care Trust
- Jane Whitlock, Wendlebury Schools Forum
- Martin Quill, Wendlebury Voluntary Sector Council
- Victor Farrow, Wendlebury Borough Council

## 1. The risk register

**RESOLVED:** That the rules of the risk register be brought into force on 13 January 2006.
"""
RISK = {
    "group": "strategy-board", "f-title": "Too few foster carers in the spring", "f-category": "people", "f-owner": "jane-whitlock",
    "f-likelihood": "4", "f-impact": "5", "f-score": "20", "f-review_date-day": "27", "f-review_date-month": "March",
    "f-review_date-year": "2006", "f-cause": "Three carers retire.\n\nNobody has come forward.", "f-reviewers": "martin-quill",
    "f-concerns": "early-years", "f-came_of": "CTB-2005-D007", "f-indicators": "Calls at night\nPlacements refused",
    "f-on_strategic_register": "yes", "f-review_time": "9:30", "f-weights": "children: 3\nmoney: 1", "text": "## What is known\n\nMore than in 2004.",
}
SHOWN = ["title", "category", "owner", "likelihood", "impact", "score", "review_date", "cause", "reviewers", "concerns", "came_of", "indicators",
         "on_strategic_register", "review_time", "weights", "controls", "audience", "readers"]

home = Story(program, source)
server = Server(home)
clerk, chair, member, owner = Browser(server), Browser(server), Browser(server), Browser(server)
rules = os.path.join(home.top, "my-rules")


def plain(reply):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", reply.text)))


def form(target, who=None):
    page = (who or clerk).get(target)
    assert page.status == 200, (target, page.status, plain(page)[:500])
    given = [("shown", html.unescape(s)) for s in re.findall(r'name="shown" value="([^"]*)"', page.text)]
    return [(k, page.field(k)) for k in ("token", "form", "base") if page.field(k)] + given, page


def send(target, fields, who=None, without=()):
    given, _ = form(target, who)
    return (who or clerk).post(target, given + [(k, v) for k, v in fields.items() if k not in without])


def linked_errors(page):
    """The summary's sentences; each leads to a control that is there."""
    box = re.search(r'class="govuk-error-summary".*?</ul>', page.text, re.S)
    assert box, plain(page)[:300]
    found = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', box.group(0))
    for at, text in found:
        assert re.search(r'id="%s"' % re.escape(at), page.text), (at, text)
    return [html.unescape(text) for _, text in found]


def people_come_in():
    assert clerk.post(server.link, {"password": PASSWORD, "again": PASSWORD}).status == 303
    for b, person in ((chair, "helen-marsh"), (member, "rosa-lindqvist"), (owner, "jane-whitlock")):
        link = re.search(r"/invitation/[\w-]+", home.run("account", "invite", person)).group(0)
        assert b.post(link, {"password": PASSWORD, "again": PASSWORD}).status == 303


def before_it_is_enacted_there_is_no_such_thing():
    assert clerk.get("/new/risk").status == clerk.get("/registers/risks").status == 404
    assert "Risk" not in plain(clerk.get("/new")) and "Paper" in plain(clerk.get("/new"))


def one_file_is_decided_on_and_enacted():
    home.run("rules", "copy", rules)
    shutil.copy(os.path.join(source, "tests/fixtures/declared/85-risks.lua"), rules)
    home.run("rules", "check", "--rules", rules)
    home.run("--on", "2006-01-04", "--as", "stephen-yarrow", "rules", "propose", rules, "--reason", "Risk strategy")
    assert clerk.get("/new/risk").status == 404, "proposed is not in force"
    with open(os.path.join(home.top, "minutes.md"), "w") as f:
        f.write(MINUTES)
    home.run("--on", "2006-01-04", "meeting", "new", "strategy-board", "2006-01-10")
    home.run("--on", "2006-01-11", "file", f.name, "--meeting", "CTB-2006-M001")
    home.run("--on", "2006-01-12", "--as", "helen-marsh", "rules", "enact", "--decision", "CTB-2006-D001", "--from", "2006-01-13")


def the_same_server_has_its_register_and_its_form():
    assert "Risk What might keep the partnership" in plain(clerk.get("/new"))
    assert 'href="/registers/risk"' in clerk.get("/registers").text
    page = clerk.get("/registers/risks")
    assert page.status == 200 and 'href="/new/risk"' in page.text and "New risk" in page.text
    _, page = form("/new/risk")
    words = plain(page)
    for said in ("1 rare, 5 almost certain.", "Next review (optional)", "Helen Marsh", "CTB-2005-D007", "One a line.", "On the strategic register?",
                 "Controls 1", "Who may read it", "Members of the group and its officers"):
        assert said in words, said
    assert "Treated" not in words and 'value="helen-marsh"' in page.text
    assert page.text.count('name="f-likelihood" type="radio"') == 5


def who_may_is_asked_of_the_rules():
    """The chair of one group enters risks of that one; a member is told who does."""
    _, page = form("/new/risk", chair)
    offered = re.findall(r'<option value="([^"]*)"', page.text[page.text.index('id="group"'):page.text.index("f-title")])
    assert "strategy-board" in offered and "early-years" not in offered and "workforce" not in offered, offered
    page = member.get("/new/risk")
    assert page.status == 403 and "board officer or the chair" in plain(page), plain(page)[:500]
    assert "New risk" not in member.get("/registers/risks").text and "/new/risk" not in member.get("/new").text
    token = re.search(r'name="token" value="([^"]+)"', member.get("/account").text).group(1)
    assert member.post("/new/risk", {"token": token, "form": "m" * 20, **RISK}).status == 403
    assert "/new/near-miss" in member.get("/new").text
    other = send("/new/risk", {**RISK, "group": "early-years"}, chair)
    assert other.status == 400 and "Choose a group for which you may enter it" in linked_errors(other)
    for kind, words in (("decision", "come of other things"), ("report", "come of other things")):
        page = clerk.get(f"/new/{kind}")
        assert page.status == 403 and words in plain(page), (kind, page.status)
    assert clerk.get("/new/meeting").place == "/new-meeting" and clerk.get("/new/nothing-like-it").status == 404


def what_is_wrong_is_listed_and_nothing_typed_is_lost():
    bad = {**RISK, "f-title": "", "f-likelihood": "9", "f-score": "many", "f-owner": "nobody-known", "f-review_date-day": "31",
           "f-review_date-month": "2", "f-category": "weather", "f-came_of": "CTB-2005-D999", "f-review_time": "25:00", "f-weights": "just words",
           "f-controls-0-what": "Ring them", "f-controls-0-by": "gone-away", "f-indicators": "x\n" + "y" * 10001, "group": ""}
    page = send("/new/risk", bad)
    assert page.status == 400, page.status
    errors = linked_errors(page)
    for words in ("Title is missing", "Likelihood: '9' is not one of those", "Score must be a number", "Owner: nobody in this record is called 'nobody-known'",
                  "Next review must be a day that exists", "Category: 'weather'", "Decision it came of: there is nothing called 'CTB-2005-D999'",
                  "Review time must be a time of day", "Weights is written as name: value", "Controls, row 1, by: nobody in this record",
                  "Early signs is too long", "Choose the group"):
        assert any(words in e for e in errors), (words, errors)
    assert "<title>Error: New risk" in page.text
    for kept in ("nobody-known", "many", 'value="31"', "just words", "Ring them", "gone-away", "y" * 10001, "Nobody has come forward.",
                 "More than in 2004.", 'value="25:00"'):
        assert kept in page.text, kept
    assert re.search(r'value="martin-quill" selected', page.text) and 'value="early-years" checked' in page.text
    long = send("/new/risk", {**RISK, "f-cause": "x" * 300000})
    assert long.status in (400, 413), long.status
    assert home.run("--json", "list", "risk").strip() in ("", "[]")


def room_for_more_is_made_without_scripts():
    page = send("/new/risk", {**RISK, "f-controls-0-what": "Ring them", "do": "more:f-controls"})
    assert page.status == 200 and 'name="f-controls-2-what"' in page.text and "Ring them" in page.text
    page = send("/new/risk", {**RISK, "do": "more:f-reviewers"})
    assert page.text.count('name="f-reviewers"') == 4 and re.search(r'value="martin-quill" selected', page.text)


def a_rule_refuses_and_says_what_would_do():
    page = send("/new/risk", {**RISK, "f-score": "12"})
    assert page.status == 422, (page.status, plain(page)[:800])
    assert "Write 20 as the score" in plain(page) and "The score of a risk is" in plain(page), plain(page)
    hidden = [(html.unescape(k), html.unescape(v)) for k, v in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page.text)]
    again = clerk.post("/new/risk", hidden)
    assert again.status == 200 and "Too few foster carers" in again.text and "Nobody has come forward." in again.text
    assert 'value="12"' in again.text and 'value="9:30"' in again.text
    assert home.run("--json", "list", "risk").strip() in ("", "[]")


def it_is_saved_and_its_page_says_everything():
    given, _ = form("/new/risk")
    fields = given + list(RISK.items())
    done = clerk.post("/new/risk", fields)
    assert done.status == 303 and done.place == "/d/CTB-2006-Z001", (done.status, plain(done)[:800])
    assert clerk.post("/new/risk", fields).place == done.place and len(home.run("--json", "list", "risk").splitlines()) == 1
    words = plain(clerk.get(done.place))
    for said in ("Risk CTB-2006-Z001", "Too few foster carers in the spring", "Owner Jane Whitlock", "Next review Mon 27 Mar 2006", "Reviewers Martin Quill",
                 "Other groups concerned Early Years Group", "Decision it came of CTB-2005-D007", "Calls at night", "On the strategic register? yes",
                 "What is known", "Treat", "Close", "open", "Weights Children: 3 Money: 1"):
        assert said in words, (said, words[:2000])
    assert "Every version" in words and "Beth Corrigan raised this risk" in plain(clerk.get("/d/CTB-2006-Z001/history")), plain(clerk.get("/d/CTB-2006-Z001/history"))
    record = json.loads(home.run("--json", "show", "CTB-2006-Z001"))
    text = json.dumps(record)
    for said in ('"likelihood": 4', '"review_time": "09:30"', '"indicators": ["Calls at night", "Placements refused"]', '"author": "beth-corrigan"'):
        assert said in text, (said, text)
    second = {**RISK, "f-title": RISK["f-title"], "f-category": "money", "f-owner": "martin-quill", "f-likelihood": "1", "f-score": "5",
              "f-on_strategic_register": "no", "f-review_date-month": "6", "f-concerns": ""}
    assert send("/new/risk", second).place == "/d/CTB-2006-Z002", "a second one of the same title is another one"


def its_register_can_be_filtered_sorted_and_taken_away():
    def ids(query):
        return sorted(set(re.findall(r"CTB-2006-Z00\d", clerk.get("/registers/risks" + query).text)))
    one, two = ["CTB-2006-Z001"], ["CTB-2006-Z002"]
    assert ids("") == one + two
    for query, found in (("?f-category=people", one), ("?f-category=money", two), ("?f-owner=martin-quill", two), ("?f-reviewers=martin-quill", one + two),
                         ("?f-concerns=early-years", one), ("?f-on_strategic_register=true", one), ("?f-likelihood=1", two), ("?state=closed", []),
                         ("?since=2006-05-01", two), ("?until=2006-05-01", one), ("?group=early-years", []), ("?group=strategy-board", one + two),
                         ("?f-category=people&f-owner=martin-quill", []), ("?as-at=2006-01-17", [])):
        assert ids(query) == found, (query, ids(query))
    words = plain(clerk.get("/registers/risks?f-category=people&f-owner=jane-whitlock"))
    assert "Remove Category: people" in words and "Remove Owner: Jane Whitlock" in words
    page = clerk.get("/registers/risks?sort=-score").text
    assert page.index("Z001") < page.index("Z002") and clerk.get("/registers/risks?sort=score").text.index("Z002") < page.index("Z001") + 10 ** 6
    got = clerk.get("/registers/risks.csv?f-category=people")
    table = list(csv.reader(io.StringIO(got.text.lstrip("\ufeff"))))
    assert got.headers["Content-Type"].startswith("text/csv") and len(table) == 2 and "Next review" in table[0] and "2006-03-27" in table[1], table
    got = clerk.get("/registers/risks.json")
    rows = json.loads(got.text)
    assert got.headers["Content-Type"].startswith("application/json") and [r["id"] for r in rows] == one + two, got.text[:500]
    assert rows[0]["owner"] == "jane-whitlock" and rows[0]["score"] == 20 and rows[0]["concerns"] == ["early-years"], rows[0]
    assert "CTB-2006-Z001" in clerk.get("/search?q=foster+carers").text and "CTB-2006-Z001" in clerk.get("/search?q=carers&kind=risk").text


def a_move_is_refused_until_the_form_says_what_is_asked():
    page = clerk.get("/d/CTB-2006-Z001/move/treat")
    assert "A grave risk has a control" in plain(page) and "Fill in controls" in plain(page), plain(page)
    assert owner.get("/d/CTB-2006-Z001").status == 200, "whom a risk names sees it"
    given, page = form("/d/CTB-2006-Z001/edit", owner)
    assert 'value="27"' in page.text and 'value="March"' not in page.text and "Calls at night" in page.text
    text = re.search(r'<textarea[^>]*id="text"[^>]*>\n(.*?)</textarea>', page.text, re.S).group(1)
    body = {**RISK, "text": html.unescape(text), "f-review_date-month": "3", "f-review_time": "09:30",
            "f-controls-0-what": "Ring three agencies", "f-controls-0-by": "tom-adeyemi", "f-controls-0-until-day": "1",
            "f-controls-0-until-month": "2", "f-controls-0-until-year": "2006", "reason": "as agreed"}
    body.pop("group")
    wrong = owner.post("/d/CTB-2006-Z001/edit", given + list({**body, "f-controls-0-until-month": "13"}.items()))
    assert wrong.status == 400 and any("Controls, row 1, until must be a day" in e for e in linked_errors(wrong)), linked_errors(wrong)
    assert "Ring three agencies" in wrong.text, wrong.text[wrong.text.index("f-controls"):][:3000]
    done = owner.post("/d/CTB-2006-Z001/edit", given + list(body.items()))
    assert done.status == 303, plain(done)[:800]
    words = plain(clerk.get("/d/CTB-2006-Z001"))
    assert "Controls What By Until Ring three agencies Tom Adeyemi Wed 1 Feb 2006" in words, words
    given, _ = form("/d/CTB-2006-Z001/move/treat")
    assert clerk.post("/d/CTB-2006-Z001/move/treat", given + [("reason", "in place")]).status == 303
    assert "treated" in plain(clerk.get("/d/CTB-2006-Z001"))
    refused = send("/d/CTB-2006-Z001/edit", {**body, "f-score": "3"}, owner)
    assert refused.status == 422 and "Write 20 as the score" in plain(refused) and 'value="3"' in refused.text


def one_field_changed_by_two_is_asked_about_and_others_are_joined():
    given, page = form("/d/CTB-2006-Z002/edit")
    text = html.unescape(re.search(r'<textarea[^>]*id="text"[^>]*>\n(.*?)</textarea>', page.text, re.S).group(1))
    body = {**RISK, "text": text, "f-category": "money", "f-owner": "martin-quill", "f-likelihood": "1", "f-score": "5", "f-review_date-month": "6",
            "f-review_time": "09:30", "f-on_strategic_register": "no", "f-concerns": ""}
    body.pop("group")
    one = clerk.post("/d/CTB-2006-Z002/edit", given + list({**body, "f-category": "reputation", "f-title": "By the first"}.items()))
    assert one.status == 303, plain(one)[:500]
    two = clerk.post("/d/CTB-2006-Z002/edit", given + list({**body, "f-category": "safeguarding", "f-owner": "anita-verma"}.items()))
    assert two.status == 409, (two.status, plain(two)[:500])
    words = plain(two)
    assert "Mine: safeguarding" in words and "Theirs: reputation" in words and "Beth Corrigan saved this text" in words
    assert "keep-category" in two.text and "keep-owner" not in two.text and "keep-title" not in two.text
    hidden = [(html.unescape(k), html.unescape(v)) for k, v in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', two.text)]
    three = clerk.post("/d/CTB-2006-Z002/edit", hidden + [("keep-category", "mine")])
    assert three.status == 303, plain(three)[:800]
    record = json.dumps(json.loads(home.run("--json", "show", "CTB-2006-Z002")))
    for said in ('"category": "safeguarding"', '"owner": "anita-verma"', '"title": "By the first"'):
        assert said in record, (said, record)
    again = clerk.post("/d/CTB-2006-Z002/edit", hidden + [("keep-category", "mine")])
    assert again.status == 303, "sent twice, the second finds its own words there"


def a_form_that_leaves_a_field_out_leaves_it_alone():
    given, page = form("/d/CTB-2006-Z002/edit")
    few = [(k, v) for k, v in given if k != "shown"]
    done = clerk.post("/d/CTB-2006-Z002/edit", few + [("text", "Other words.\n"), ("f-title", "Never read")])
    assert done.status == 303
    record = home.run("--json", "show", "CTB-2006-Z002")
    assert "By the first" in record and "Never read" not in record and "Calls at night" in record


def every_kind_that_may_be_entered_has_a_form():
    found = re.findall(r'href="(/new/[\w-]+)"', clerk.get("/new").text)
    assert len(found) >= 8, found
    for target in found:
        _, page = form(target)
        names = re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', page.text)
        assert len(names) == len(set(names)), (target, [n for n in names if names.count(n) > 1])
        for name in set(re.findall(r'for="([^"]+)"', page.text)):
            assert name in names, (target, name)


def what_was_typed_for_a_kind_that_is_gone_is_shown():
    given, _ = form("/new/near-miss", member)
    typed = given + [("f-title", "A gate left open"), ("text", "By the pond.")]
    path = os.path.join(rules, "85-risks.lua")
    with open(path) as f:
        text = f.read()
    with open(path, "w") as f:
        f.write(text[:text.index('kind "near-miss"')])
    home.run("--on", "2006-01-18T23:50", "--as", "stephen-yarrow", "rules", "propose", rules, "--reason", "not wanted")
    subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "config", "minutebook.operator", "helen-marsh"], check=True)
    home.run("--on", "2006-01-18T23:52", "rules", "enact", "--decision", "CTB-2006-D001")
    page = member.post("/new/near-miss", typed)
    assert page.status == 404 and "A gate left open" in page.text and "By the pond." in page.text and "Nothing was saved" in plain(page)
    assert member.get("/new/near-miss").status == 404 and clerk.get("/new/risk").status == 200


def the_record_is_sound():
    server.stop()
    assert "The record is sound" in home.run("verify")
    home.run("index", "check")
    fsck = subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "fsck", "--strict", "--no-dangling"], capture_output=True,
                          text=True)
    assert fsck.returncode == 0 and not fsck.stderr.strip(), fsck.stderr
    home.remove()


run([people_come_in, before_it_is_enacted_there_is_no_such_thing, one_file_is_decided_on_and_enacted, the_same_server_has_its_register_and_its_form,
     who_may_is_asked_of_the_rules, what_is_wrong_is_listed_and_nothing_typed_is_lost, room_for_more_is_made_without_scripts,
     a_rule_refuses_and_says_what_would_do, it_is_saved_and_its_page_says_everything, its_register_can_be_filtered_sorted_and_taken_away,
     a_move_is_refused_until_the_form_says_what_is_asked, one_field_changed_by_two_is_asked_about_and_others_are_joined,
     a_form_that_leaves_a_field_out_leaves_it_alone, every_kind_that_may_be_entered_has_a_form, what_was_typed_for_a_kind_that_is_gone_is_shown,
     the_record_is_sound])
