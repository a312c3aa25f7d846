#!/usr/bin/env python3
"""The pages of administration on the record of the story: health, people, accounts from invitation to lock, who sees what, who did what.
Ends with verify, git fsck and index check. Usage: admin.py PROGRAM SOURCE"""
import csv
import html
import io
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import Browser, Server, Story, run  # noqa: E402

program, source = sys.argv[1], sys.argv[2]
PASSWORD = "correct horse battery staple"
PAGES = ["/admin", "/admin/people", "/admin/groups", "/admin/accounts", "/admin/accounts/beth-corrigan", "/admin/accounts/beth-corrigan/sign-out",
         "/admin/account-log", "/admin/invite", "/admin/see", "/admin/see?person=helen-marsh", "/admin/see?person=helen-marsh&q=CTB-2005-P001",
         "/admin/audit", "/admin/audit?refused=yes", "/admin/audit.csv"]

home = Story(program, source)
server = Server(home)
admin, nobody = Browser(server), Browser(server)
browsers = {}


def words_of(page):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page.text)).split())


def form(browser, path, status=200):
    page = browser.get(path)
    assert page.status == status, (path, page.status, page.text[:300])
    return {"token": page.field("token"), "form": page.field("form")}, page


def take_up(link):
    b = Browser(server)
    assert b.get(link).status == 200
    assert b.post(link, {"password": PASSWORD, "again": PASSWORD}).status == 303
    return b


def invited(person, **more):
    fields, _ = form(admin, "/admin/invite?person=" + person)
    page = admin.post("/admin/invite", {**fields, "person": person, **more})
    assert page.status == 200 and page.headers["Cache-Control"] == "no-store", (page.status, page.text[:300])
    links = set(re.findall(r"http://127\.0\.0\.1:\d+(/invitation/[\w-]+)", page.text))
    assert len(links) == 1, links
    return links.pop()


def act(person, what, status=303, **more):
    fields, page = form(admin, f"/admin/accounts/{person}/{what}" + ("?name=" + more["name"] if "name" in more else ""))
    assert page.field("name") == more.get("name")
    done = admin.post(f"/admin/accounts/{person}/{what}", {**fields, **more})
    assert done.status == status, (done.status, done.text[:300])
    return fields, done


def every_page_is_for_administrators_alone():
    browsers["first"] = take_up(server.link)
    admin.cookie = browsers["first"].cookie
    member = take_up(re.search(r"/invitation/[\w-]+", home.run("account", "invite", "tom-adeyemi")).group(0))
    told = None
    for path in PAGES + ["/admin/accounts/nobody-here", "/admin/accounts/tom-adeyemi/lock", "/admin/see?person=nobody-here&q=NO-SUCH-1"]:
        page = nobody.get(path)
        assert page.status == 303 and page.place.startswith("/sign-in"), (path, page.status)
        page = member.get(path)
        assert page.status == 403, (path, page.status)
        told = told or page.text
        assert page.text == told, path  # the same whatever is asked: it tells nothing
    assert "Administration" not in member.get("/").text and 'href="/admin"' in admin.get("/").text
    token = member.get("/account").field("token")
    before = home.run("--json", "account", "list")
    for path in ("/admin/invite", "/admin/accounts/beth-corrigan/lock", "/admin/accounts/beth-corrigan/sign-out"):
        assert member.post(path, {"token": token, "form": "x" * 30, "person": "tom-adeyemi", "admin": "yes"}).status == 403, path
        assert nobody.post(path, {"person": "tom-adeyemi"}).status < 500, path
    assert home.run("--json", "account", "list") == before
    browsers["tom-adeyemi"] = member


def every_page_is_there_for_an_administrator():
    for path, said in {
        "/admin": "The record", "/admin/people": "Helen Marsh", "/admin/groups": "Strategy Board", "/admin/accounts": "Tom Adeyemi",
        "/admin/accounts/tom-adeyemi": "invitation taken up", "/admin/account-log": "somebody at this machine", "/admin/see": "Helen Marsh",
        "/admin/see?person=helen-marsh": "What Helen Marsh is today", "/admin/audit": "Who did what", "/admin/invite": "Make the link",
    }.items():
        page = admin.get(path)
        assert page.status == 200, (path, page.status, page.text[:400])
        assert said in words_of(page), (path, said)
        assert not re.search(r"\b(commit|blob|HEAD)\b", words_of(page)), path
        assert "no-store" in page.headers["Cache-Control"], path
    for href in re.findall(r'<a [^>]*href="(/[^"#]*)"', admin.get("/admin").text):
        page = admin.get(html.unescape(href))
        assert page.status in (200, 303), (href, page.status)
    for path in ("/admin/accounts/nobody-here", "/admin/accounts/tom-adeyemi/burn", "/admin/see?person=nobody-here"):
        assert admin.get(path).status == 404, path


def health_says_what_is_wrong():
    page = words_of(admin.get("/admin"))
    assert "Founding period" in page and "Refused lately" in page and "Minutebook 0." in page and "Public pages" in page, page
    assert page.count("up to the last event Sound") == 2, page
    subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "config", "--unset", "minutebook.last-verify"], check=True)
    assert "Record: never checked" in words_of(admin.get("/admin"))
    home.run("verify")
    assert "Record: never checked" not in words_of(admin.get("/admin"))
    now, home.on = home.on, "2030-01-05"  # the bank holidays known end before
    later = Server(home)
    home.on = now
    b = Browser(later)
    b.cookie = admin.cookie
    assert "bank holidays known" in words_of(b.get("/admin")), words_of(b.get("/admin"))
    later.stop()


def an_invitation_is_shown_once_and_a_newer_one_takes_its_place():
    assert admin.post("/admin/invite", {**form(admin, "/admin/invite")[0], "person": ""}).status == 400
    assert admin.post("/admin/invite", {**form(admin, "/admin/invite")[0], "person": "nobody-here"}).status == 400
    first, second = invited("martin-quill"), invited("martin-quill")
    assert first != second
    for path in ("/admin/accounts", "/admin/accounts/martin-quill", "/admin/account-log", "/admin/invite"):
        text = admin.get(path).text
        assert first.split("/")[2] not in text and second.split("/")[2] not in text, path
    assert Browser(server).get(first).status == 404
    browsers["martin-quill"] = take_up(second)
    assert Browser(server).get(second).status == 404
    again = Browser(server)
    assert again.sign_in("martin-quill", PASSWORD).status == 303 and "Hello, Martin Quill" in again.get("/").text
    assert "Can sign in" in words_of(admin.get("/admin/accounts/martin-quill"))
    assert admin.get("/admin").status == 200 and again.get("/admin").status == 403


def signing_out_everywhere_ends_every_session():
    one, two = Browser(server), Browser(server)
    for b in (one, two):
        assert b.sign_in("martin-quill", PASSWORD).status == 303 and b.get("/account").status == 200
    act("martin-quill", "sign-out")
    for b in (one, two, browsers["martin-quill"]):
        assert b.get("/account").status == 303
    assert one.sign_in("martin-quill", PASSWORD).status == 303  # and may come in again


def a_lock_puts_out_and_an_unlock_lets_in():
    token = re.search(r"mbt_[\w-]+", home.run("account", "token", "new", "martin-quill", "--name", "sheets")).group(0)
    page = admin.get("/admin/accounts/martin-quill")
    assert "sheets" in page.text and token not in page.text
    inside = Browser(server)
    assert inside.sign_in("martin-quill", PASSWORD).status == 303
    fields, first = act("martin-quill", "lock")
    again = admin.post("/admin/accounts/martin-quill/lock", fields)  # sent twice
    assert again.status == 303 and again.place == first.place
    assert words_of(admin.get("/admin/account-log")).count("Martin Quill locked") == 1
    assert inside.get("/account").status == 303
    out = Browser(server).sign_in("martin-quill", PASSWORD)
    assert out.status != 303
    assert admin.post("/admin/invite", {**form(admin, "/admin/invite")[0], "person": "martin-quill"}).status == 400
    act("martin-quill", "unlock")
    assert Browser(server).sign_in("martin-quill", PASSWORD).status == 303
    assert "None." in words_of(admin.get("/admin/accounts/martin-quill"))  # its tokens stay ended
    act("beth-corrigan", "lock", status=400)
    assert admin.get("/admin").status == 200


def a_token_and_a_second_factor_are_taken_away():
    for name in ("one", "two & <b>"):
        home.run("account", "token", "new", "tom-adeyemi", "--name", name)
    act("tom-adeyemi", "end-token", name="one")
    page = admin.get("/admin/accounts/tom-adeyemi")
    assert "two &amp; &lt;b&gt;" in page.text and "<b>" not in page.text.replace("<body", "")
    assert len(re.findall("end-token", page.text)) == 1
    assert "Take the second factor away" not in page.text
    act("tom-adeyemi", "second-factor")
    assert "second factor taken away" in words_of(admin.get("/admin/accounts/tom-adeyemi"))


def what_is_said_of_a_person_is_what_the_person_sees():
    """The answer of the page against the page of the document itself, opened by that person."""
    ids = sorted(set(re.findall(r'"id":"([A-Z]{3}-2005-[PDAM]\d{3})"', "".join(
        home.run("--json", "list", kind) for kind in ("papers", "decisions", "actions", "meetings")))))
    assert len(ids) > 15, ids
    asked = {True: 0, False: 0}
    for person in ("tom-adeyemi", "martin-quill"):
        b = Browser(server)
        assert b.sign_in(person, PASSWORD).status == 303
        for one in ids:
            page = admin.get(f"/admin/see?person={person}&q={one}")
            text = words_of(page)
            assert page.status == 200 and f"read {one}?" in text, (person, one, text)
            yes = re.search(r"Answer (Yes|No) ", text).group(1) == "Yes"
            shown = b.get(f"/d/{one}")
            shown = b.get(shown.place) if shown.status == 303 else shown
            assert (shown.status == 200) == yes, (person, one, shown.status, text)
            asked[yes] += 1
    assert asked[True] > 10, asked
    page = words_of(admin.get("/admin/see?person=beth-corrigan"))
    assert "board officer" in page and "Holds a post" in page
    assert "there is no document" in words_of(admin.get("/admin/see?person=tom-adeyemi&q=CTB-2005-P999")).lower()
    assert words_of(admin.get("/admin/see?q=CTB-2005-P001")).count("The public pages of this record are off") == 1


def what_an_administrator_may_not_read_is_not_told():
    """A paper for one named reader: no title, number or words of it anywhere here, also of a refused attempt at it."""
    path = os.path.join(home.top, "named.md")
    with open(path, "w") as f:
        f.write("---\nreaders: [helen-marsh]\n---\n\n# Dovermist complaint\n\nThe braskellion letter.\n")
    said = home.run("--on", "2006-01-18", "file", path, "--group", "strategy-board", "--as-kind", "paper", "--as", "helen-marsh")
    one = re.search(r"CTB-2006-P\d{3}", said).group(0)
    home.run("--on", "2006-01-18", "move", one, "publish", "--as", "helen-marsh", code=4)
    for path in ["/admin", "/admin/audit", "/admin/audit?refused=yes", "/admin/audit?kind=paper", "/admin/audit.csv", "/admin/see?person=helen-marsh",
                 "/admin/audit?person=helen-marsh"]:
        page = admin.get(path)
        assert page.status == 200
        for word in ("dovermist", "braskellion", one.lower()):
            assert word not in page.text.lower(), (path, word)
    page = words_of(admin.get(f"/admin/see?person=helen-marsh&q={one}"))
    other = words_of(admin.get("/admin/see?person=helen-marsh&q=CTB-2006-P999"))
    assert page.replace(one, "X") == other.replace("CTB-2006-P999", "X")
    assert "A change of what is not for you to see" in words_of(admin.get("/admin/audit"))


def rows(path):
    text = admin.get(path).body.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def who_did_what_is_told_and_filtered():
    everything = rows("/admin/audit.csv")
    events = [r for r in everything if r["Outcome"] == "done"]
    refused = [r for r in everything if r["Outcome"] == "refused"]
    assert len(events) == int(max(r["Event"] for r in events if len(r["Event"]) == max(len(r["Event"]) for r in events)))
    assert len(refused) >= 3 and all(r["Event"] == "" for r in refused)
    assert len(rows("/admin/audit.csv?refused=yes")) == len(refused)
    papers = rows("/admin/audit.csv?kind=paper&group=strategy-board")
    assert 3 <= len(papers) < len(everything)
    mine = rows("/admin/audit.csv?person=helen-marsh")
    assert mine and all("Helen Marsh" in (r["By"], r["Entered by"]) for r in mine)
    some = rows("/admin/audit.csv?since=2005-10-01&until=2005-10-31")
    assert some and all(r["Recorded"].startswith("2005-10") for r in some)
    assert rows("/admin/audit.csv?since=2031-01-01") == []
    assert admin.get("/admin/audit?since=yesterday").status == 400
    shown, page = 0, 1
    while True:
        text = admin.get(f"/admin/audit?page={page}").text
        shown += text.count("<tr") - 1
        if f"page={page + 1}" not in text:
            break
        page += 1
    assert shown == len(everything) and page >= 2, (shown, len(everything), page)
    links = re.findall(r'href="(/d/[^"]+/why/\d+)"', admin.get("/admin/audit").text)
    assert len(links) > 10
    for href in links[:8]:
        assert "What the rules said" in admin.get(html.unescape(href)).text, href
    assert any(r["Why it was refused"] for r in refused)


def a_hostile_cell_runs_in_no_spreadsheet():
    path = os.path.join(home.top, "hostile.md")
    with open(path, "w") as f:
        f.write('# =HYPERLINK("http://x.invalid","a"), "quoted"\n\nText.\n')
    home.run("--on", "2006-01-18", "file", path, "--group", "strategy-board", "--as-kind", "paper")
    with open(path, "w") as f:
        f.write("---\nkind: person\nid: paul-okafor\nname: \"=cmd|' /C calc'!A0\"\norganisation: borough-council\n---\n")
    home.run("--on", "2006-01-18", "edit", "people/paul-okafor.md", "--file", path)
    text = admin.get("/admin/audit.csv").body.decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text)):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell
    assert "HYPERLINK" in text and "'=cmd|" in text
    page = admin.get("/admin/audit")
    assert "&quot;http://x.invalid" in page.text or "&#34;http://x.invalid" in page.text


def people_and_groups_lead_to_their_forms():
    page = admin.get("/admin/people")
    assert page.text.count("<tr") > 15 and "Active" in page.text and "/admin/invite?person=" in page.text
    for href in set(re.findall(r'href="(/(?:d|new|admin)/[^"]+)"', page.text + admin.get("/admin/groups").text)):
        got = admin.get(html.unescape(href))
        got = admin.get(got.place) if got.status == 303 else got
        assert got.status == 200, (href, got.status)


def the_record_is_sound():
    server.stop()
    assert "The record is sound" in home.run("verify")
    home.run("index", "check")
    done = subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "fsck", "--strict"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    home.remove()


run([every_page_is_for_administrators_alone, every_page_is_there_for_an_administrator, health_says_what_is_wrong,
     an_invitation_is_shown_once_and_a_newer_one_takes_its_place, signing_out_everywhere_ends_every_session, a_lock_puts_out_and_an_unlock_lets_in,
     a_token_and_a_second_factor_are_taken_away, what_is_said_of_a_person_is_what_the_person_sees, what_an_administrator_may_not_read_is_not_told,
     who_did_what_is_told_and_filtered, a_hostile_cell_runs_in_no_spreadsheet, people_and_groups_lead_to_their_forms, the_record_is_sound])
