#!/usr/bin/env python3
"""The JSON API on the record of the story: every call there is, each answer checked against its own description; paging while rows come and
go; changes, refusals, conflicts; what is malformed; tokens. Ends with verify, git fsck and index check. Usage: api.py PROGRAM SOURCE"""
import glob
import json
import os
import re
import subprocess
import sys
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from api_lib import Api  # noqa: E402
from lib import Browser, Server, Story, run  # noqa: E402

program, source = sys.argv[1], sys.argv[2]
PASSWORD = "correct horse battery staple"
MINUTES = """# Minutes of the Children's Trust Strategy Board

Held on Tuesday 17 January 2006 at 2.00 pm in the Town Hall

Present: Helen Marsh (Chair), Anita Verma, Jane Whitlock, Martin Quill, Victor Farrow
Apologies: Tom Adeyemi

1. Play schemes

RESOLVED: That the play schemes be extended to Easter.

ACTION: Jane Whitlock to write to schools by 31 January 2006

2. Any other business

The Clerk to circulate the dates.
"""
AGENDA = "# Agenda\n\n1. Apologies\n2. Play schemes (CTB-2006-P001)\n3. Any other business\n"

home = Story(program, source)
server = Server(home)
people, tokens = {}, {}
api = Api(server)


def come_in(person):
    people[person] = b = Browser(server)
    link = server.link if person == "beth-corrigan" else re.search(r"/invitation/[\w-]+", home.run("account", "invite", person)).group(0)
    assert b.post(link, {"password": PASSWORD, "again": PASSWORD}).status == 303
    return b


def make_token(person, name, use="api"):
    b = people[person]
    page = b.post("/account/tokens", {"token": b.get("/account/tokens").field("token"), "name": name, "use": use})
    assert page.status == 200, (page.status, page.text[:300])
    return re.search(r"mb[tf]_[\w-]+", page.text).group(0)


def get(target, person="beth-corrigan", **more):
    return api.ask("GET", target, tokens.get(person), **more)


def good(target, person="beth-corrigan"):
    reply = get(target, person)
    assert reply.status == 200, (target, reply.status, reply.text[:400])
    return reply.json


def send(method, target, body, person="beth-corrigan", **more):
    return api.ask(method, target, tokens.get(person), body, **more)


def sent(method, target, body, person="beth-corrigan", **more):
    reply = send(method, target, body, person, **more)
    assert reply.status == 200, (method, target, reply.status, reply.text[:600])
    return reply.json


def tip():
    return subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "rev-parse", "main"], check=True, capture_output=True,
                          text=True).stdout


# ---- the description ---------------------------------------------------------------------------------------------


def a_token_is_made_on_the_account_page_and_shown_once():
    for person in ("beth-corrigan", "helen-marsh", "victor-farrow", "rosa-lindqvist"):
        come_in(person)
        tokens[person] = make_token(person, "tests")
        assert tokens[person] not in people[person].get("/account/tokens").text
    with open(os.path.join(home.path, "accounts.sqlite"), "rb") as f:
        assert tokens["beth-corrigan"].encode() not in f.read()
    assert get("/me").json["person"] == "beth-corrigan"


def routes():
    found = set()
    for path in glob.glob(os.path.join(source, "core", "web", "*", "*.c")):
        with open(path) as f:
            found |= {(m, p.replace("...", "")) for m, p in re.findall(r'\{ WEB_(\w+), "/api/v1(/[^"]*)"', f.read())}
    return found


def the_description_has_every_call_and_no_other():
    global api
    spec = get("/openapi.json").json
    assert spec["openapi"] == "3.1.0"
    described = {(m.upper(), p) for p, methods in spec["paths"].items() for m in methods}
    assert described == routes(), described ^ routes()
    ids = [o["operationId"] for methods in spec["paths"].values() for o in methods.values()]
    assert len(ids) == len(set(ids))
    for path, methods in spec["paths"].items():
        for operation in methods.values():
            named = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
            assert named == set(re.findall(r"\{([^}]*)\}", path)), path
            assert all(p["description"] for p in operation["parameters"]), path
    refs = set(re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(spec)))
    assert refs <= set(spec["components"]["schemas"]), refs - set(spec["components"]["schemas"])
    for name, schema in spec["components"]["schemas"].items():
        import jsonschema
        jsonschema.Draft202012Validator.check_schema(schema)
    api = Api(server, spec)


def a_page_says_it_in_plain_words():
    page = people["beth-corrigan"].get("/api/v1")
    assert page.status == 200 and "For programs" in page.text and "/api/v1/openapi.json" in page.text
    for method, path in routes():
        assert f"{method} /api/v1{path}" in page.text.replace("...", ""), path
    names = set(re.findall(r'"([a-z-]+)";', re.search(r"problem_name\(unsigned.*?\n}\n", open(os.path.join(source, "core/web/server/reply.c")).read(), re.S).group(0)))
    assert len(names) > 8
    for name in names | {"refused", "questions"}:
        assert f'id="{name}"' in page.text, name


# ---- reading -----------------------------------------------------------------------------------------------------


def every_kind_is_listed_with_its_fields():
    kinds = {k["name"]: k for k in good("/kinds")["items"]}
    assert {"paper", "decision", "action", "meeting"} <= set(kinds)
    assert "approve" in [m["name"] for m in kinds["paper"]["moves"]]
    assert any(m["asks"] for k in kinds.values() for m in k["moves"])
    for kind in kinds.values():
        declared = api.spec["components"]["schemas"]["fields-" + kind["name"]]["properties"]
        assert {f["name"] for f in kind["fields"]} <= set(declared)
        for field in kind["fields"]:
            if field["choices"] and field["type"] == "text":
                assert declared[field["name"]]["enum"] == field["choices"] + [None]
    for kind in kinds:
        for row in good(f"/documents?kind={kind}&limit=500")["items"]:
            if row["kind"] not in ("meeting",):
                document = good("/documents/" + urllib.parse.quote(row["id"]))
                assert document["version"] == row["version"] and document["title"] == row["title"]


def documents_are_filtered_and_seen_at_two_clocks():
    everything = good("/documents?limit=500")["items"]
    assert len(everything) > 60
    papers = good("/documents?kind=paper&group=CTB")["items"]
    assert papers and all(p["kind"] == "paper" and p["group"] == "strategy-board" for p in papers)
    assert {r["id"] for r in good("/documents?kind=decision&state=recorded&since=2005-10-25&until=2005-12-31")["items"]} < {
        r["id"] for r in good("/documents?kind=decision")["items"]}
    assert good("/documents?kind=action&where=owner:jane-whitlock")["items"]
    assert good("/documents?kind=paper&as-at=2005-09-20")["items"][0]["state"] == "draft"
    assert not good("/documents?kind=decision&known-at=2005-10-12")["items"]
    assert good("/documents/CTB-2005-P001?as-at=2005-09-20")["state"] == "draft"
    assert get("/documents/CTB-2005-D003?as-at=2005-09-20").status == 404


def one_document_says_all_there_is():
    paper = good("/documents/CTB-2005-P001")
    assert paper["fields"]["author"] == "paul-okafor" and "Joint Teams" in paper["body"] and paper["fields"]["signoffs"]
    assert "# " in paper["body"] and not paper["body"].startswith("---")
    versions = good("/documents/CTB-2005-P001/history")["items"]
    assert len(versions) > 4 and versions[-1]["version"] == paper["version"]
    ruling = good(f"/documents/CTB-2005-P001/rulings/{versions[2]['event']}")
    assert ruling["findings"] and ruling["headline"] == versions[2]["headline"]
    assert get("/documents/CTB-2005-P001/rulings/18").status == 404 or good("/documents/CTB-2005-P001/rulings/18")
    compared = good(f"/documents/CTB-2005-P001/compare?from={versions[0]['event']}&to={versions[-1]['event']}")
    assert any(f["field"] == "approved" for f in compared["fields"]), compared["fields"]
    assert "".join(r["text"] for r in compared["runs"] if r["kind"] != "removed") == paper["body"]
    assert {x["field"] for x in good("/documents/CTB-2005-P001/links")["items"]} >= {"paper"}
    assert [s["what"] for s in good("/documents/CTB-2005-P001%233/trail")["steps"]] and good("/documents/CTB-2005-D003/trail")["now"]
    assert good("/documents/CTB-2005-P001/moves")["id"] == "CTB-2005-P001"
    assert "no decision without a quorum" in {f["rule"] for f in good("/documents/CTB-2005-D003/rulings/18")["findings"]}


def a_plain_page_has_its_path_for_a_name():
    pages = good("/documents?kind=page&limit=500")["items"]
    assert pages and all(p["kind"] is None and p["id"] == p["path"] for p in pages)
    page = get("/pages/" + pages[0]["path"])
    assert page.json["body"] and page.json["path"] == pages[0]["path"] and get("/pages/handbook/no-such.md").status == 404
    changed = sent("PATCH", "/pages/" + pages[0]["path"], {"body": page.json["body"] + "\nOne line more.\n"},
                   headers={"If-Match": page.headers["ETag"]})
    assert changed["done"] and "One line more." in good("/pages/" + pages[0]["path"])["body"]
    # from the older text: put together with what was done since, as a document is
    merged = sent("PATCH", "/pages/" + pages[0]["path"], {"body": "Before all.\n\n" + page.json["body"], "merge": True},
                  headers={"If-Match": page.headers["ETag"]})
    body = good("/pages/" + pages[0]["path"])["body"]
    assert merged["done"] and body.startswith("Before all.") and "One line more." in body
    assert send("PATCH", "/pages/" + pages[0]["path"], {"body": "Other.\n", "merge": True}, headers={"If-Match": page.headers["ETag"]}).status == 409
    assert send("PATCH", "/pages/" + pages[0]["path"], {"body": "x"}, "victor-farrow", headers={"If-Match": page.headers["ETag"]}).status == 403
    assert send("PATCH", "/pages/partnership.yaml", {"body": "x"}, "victor-farrow", headers={"If-Match": page.headers["ETag"]}).status in (403, 404)


def registers_and_answers_of_the_whole_record():
    names = [r["name"] for r in good("/registers")["items"]]
    assert len(names) > 12
    for name in names:
        register = good(f"/registers/{name}?all=true&limit=500")
        keys = {c["key"] for c in register["columns"]}
        assert register["total"] == len(register["items"]), name
        assert all(keys - {"group"} <= set(row) for row in register["items"]), name
    assert good("/registers/actions?overdue=true")["total"] < good("/registers/actions?all=true")["total"]
    assert good("/registers/decision?where=outcome:agreed")["total"]
    assert good("/registers/irregularities?all=true")["name"] == "irregularities"
    hits = good("/search?q=joint+teams&kind=paper")["items"]
    assert hits[0]["document"]["id"] == "CTB-2005-P001" and "\u00ab" in hits[0]["snippet"]
    stands = good("/stands?topic=joint+teams")
    assert stands["in_force"] and stands["without_effect"]
    assert good("/map")["lines"] and len(good("/groups")["items"]) == len(good("/map")["groups"])
    assert good("/groups/strategy-board")["members"] and good("/groups/CTB")["terms"] == "CTB-terms-of-reference"
    assert good("/people/helen-marsh")["memberships"] and good("/people?limit=500")["items"]
    assert good("/meetings?group=strategy-board")["items"]
    meeting = good("/meetings/CTB-2005-M001")
    assert meeting["agenda"] and meeting["attendance"] and meeting["decisions"] and meeting["actions"] and meeting["documents"]
    assert get("/meetings/CTB-2005-P001").status == 404


def news_is_told_once_a_document_and_posts_by_who_holds_them():
    whole = pages("/news?since=2005-09-01&limit=500", None)
    ids = [x["document"]["id"] for x in whole]
    assert len(ids) == len(set(ids)) > 9, ids
    assert [x["document"]["id"] for x in pages("/news?since=2005-09-01&limit=7")] == ids
    assert all(x["what"] and x["sort"] in ("new", "state", "other") for x in whole)
    decisions = good("/news?since=2005-09-01&kind=decision&group=CTB&limit=500", "victor-farrow")["items"]
    assert decisions and all(x["document"]["kind"] == "decision" for x in decisions)
    assert good("/news?since=2006-12-31")["items"] == []
    assert get("/news?since=soon").status == 400
    assert get("/news?cursor=nothing").status == 400

    held = [p for p in good("/posts")["items"] if p["role"] == "board officer" and p["held"]]
    assert [p["person"] for p in held] == ["beth-corrigan"] and get("/posts", "victor-farrow").status == 403
    more = {"role": "board officer", "person": "paul-okafor", "beside": True}
    assert send("POST", "/posts", more, "victor-farrow").status in (403, 422)
    looked = sent("POST", "/posts", dict(more, dry_run=True))
    before = good("/posts")["items"]
    assert not looked["done"] and "paul-okafor" not in {p["person"] for p in before if p["held"]}
    assert sent("POST", "/posts", more)["done"]
    after = good("/posts")["items"]
    assert len(after) == len(before) + 1 and {"paul-okafor", "beth-corrigan"} <= {p["person"] for p in after if p["held"]}
    assert send("POST", "/posts", more).status == 409 and send("POST", "/posts", {"role": "no such post", "person": "paul-okafor"}).status == 400


def what_has_not_changed_is_not_sent_again():
    for target in ("/documents/CTB-2005-P001", "/documents?kind=paper", "/registers/decisions", "/openapi.json", "/me"):
        first = get(target)
        assert first.headers["ETag"] and first.headers["Cache-Control"] == "private, no-cache" and "Authorization" in first.headers["Vary"]
        again = get(target, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status, again.text) == (304, ""), target
        assert get(target, headers={"If-None-Match": '"' + "0" * 32 + '"'}).status == 200
    assert api.ask("HEAD", "/documents/CTB-2005-P001", tokens["beth-corrigan"]).text == ""


# ---- paging ------------------------------------------------------------------------------------------------------


def pages(target, step=None):
    """All items of all pages; step() is done between two of them."""
    seen, address = [], target
    while address:
        page = good(address.removeprefix("/api/v1"))
        seen += page["items"]
        address = page["next"]
        if address and step:
            step()
    return seen


def page_after_page_is_the_whole():
    for target in ("/documents?kind=decision", "/documents", "/registers/decisions?all=true", "/registers/memberships?all=true",
                   "/registers/notices?all=true", "/documents/CTB-2005-P001/history", "/people"):
        whole = good(target + ("&" if "?" in target else "?") + "limit=500")["items"]
        for limit in (1, 7) if len(whole) < 40 else (7,):
            assert pages(target + ("&" if "?" in target else "?") + f"limit={limit}") == whole, (target, limit)
    found = good("/search?q=the&limit=500")["items"]
    assert [h["document"]["id"] for h in pages("/search?q=the&limit=9")] == [h["document"]["id"] for h in found]


def rows_that_come_meanwhile_move_nothing():
    """Papers dated before and after where a reader stands are filed between its pages: nothing comes twice, and nothing that was there
    from the beginning is left out."""
    n = 0

    def file_two():
        nonlocal n
        if n < 6:
            n += 1
            sent("POST", "/texts", {"text": f"# Quick note {n}\n\nText.\n\nRecommendations\n\n- note it\n", "kind": "paper",
                                    "group": "strategy-board" if n % 2 else "early-years"})

    for target, key in (("/documents?kind=paper&limit=1", "id"), ("/registers/paper?limit=1", "id"), ("/registers/forward-plan?limit=1&all=true", "id")):
        n = 0
        before = [r[key] for r in pages(target)]
        after = [r[key] for r in pages(target, file_two)]
        assert [x for x in after if x in before] == before, (target, before, after)
        assert len(after) == len(set(after)) or target.startswith("/registers/forward"), (target, after)


def a_cursor_that_is_none_is_refused():
    for target in ("/documents?cursor=x", "/documents?cursor=2005-13-41~x", "/documents?cursor=~", "/registers/decisions?cursor=7",
                   "/registers/decisions?cursor=x~y~z", "/search?q=joint&cursor=nothing", "/documents?limit=0", "/documents?limit=501",
                   "/documents?limit=-1", "/documents?limit=9999999999", "/documents?limit=ten", "/documents/CTB-2005-P001/history?cursor=x&limit=0"):
        assert get(target).status == 400, target


# ---- who may -----------------------------------------------------------------------------------------------------


def without_a_token_there_is_nothing():
    for method, path in sorted(routes()):
        reply = api.ask(method, re.sub(r"\{[^}]*\}", "CTB-2005-P001", path), None, {} if method != "GET" else None)
        assert reply.status == 401 and reply.headers["WWW-Authenticate"] == "Bearer", (method, path, reply.status)
        assert "CTB" not in reply.text
    for bad in ("mbt_" + "x" * 43, "", "x" * 5000, tokens["beth-corrigan"][:-1], tokens["beth-corrigan"] + "x"):
        reply = api.ask("GET", "/me", None, headers={"Authorization": f"Bearer {bad}"})
        assert reply.status in (401, 403) and "beth" not in reply.text, (bad[:20], reply.status)


def a_browsers_cookie_reads_and_changes_nothing():
    cookie = {"Cookie": f"__Host-s={people['beth-corrigan'].cookie}"}
    assert api.ask("GET", "/me", None, headers=cookie).json["person"] == "beth-corrigan"
    before = tip()
    form = people["beth-corrigan"].get("/account").field("token")
    for body in ({"move": "withdraw"}, {"move": "withdraw", "token": form}):
        for headers in (cookie, {**cookie, "Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"},
                        {**cookie, "Content-Type": "text/plain"}, {**cookie, "Content-Type": "application/x-www-form-urlencoded"}):
            reply = api.ask("POST", "/documents/CTB-2005-P001/moves", None, body, headers=headers)
            assert reply.status == 403, (headers, reply.status)
    reply = api.ask("POST", "/documents/CTB-2005-P001/moves", None, None, raw=b"token=" + form.encode() + b"&move=withdraw",
                    headers={**cookie, "Content-Type": "application/x-www-form-urlencoded"}, described=False)
    assert reply.status == 403 and tip() == before


def what_may_not_be_seen_is_as_what_is_not():
    draft = sent("POST", "/texts", {"text": "# Quernstone review\n\nThe zelkovane matter.\n\nRecommendations\n\n- agree it\n", "kind": "paper",
                                    "group": "safeguarding-board"})["id"]
    other = draft.replace("P00", "P99")
    for tail in ("", "/moves", "/history", "/compare", "/links", "/trail", "/rulings/1"):
        hidden, absent = get(f"/documents/{draft}{tail}", "rosa-lindqvist"), get(f"/documents/{other}{tail}", "rosa-lindqvist")
        assert hidden.status == absent.status == 404, (tail, hidden.status)
        assert hidden.text.replace(draft, other).replace("a decision or paper", "") == absent.text.replace("a decision or paper", ""), tail
    for target in ("/documents?limit=500", "/registers/paper?limit=500", "/search?q=zelkovane", "/stands?topic=zelkovane", "/groups/safeguarding-board"):
        assert "uernstone" not in get(target, "rosa-lindqvist").text and draft not in get(target, "rosa-lindqvist").text, target
    for method, target, body in (("POST", f"/documents/{draft}/moves", {"move": "submit"}), ("POST", f"/documents/{draft}/signoffs", {"role": "x"}),
                                 ("PATCH", f"/documents/{draft}", {"body": "x"})):
        assert send(method, target, body, "rosa-lindqvist", headers={"If-Match": '"x"'}).status == 404, target
    many = sent("POST", "/moves", {"moves": [{"id": draft, "move": "submit"}], "dry_run": True}, "rosa-lindqvist")["items"][0]
    assert many["status"] == 404 and "uernstone" not in json.dumps(many)
    assert get("/meetings/CTB-2005-M001/countdown", "rosa-lindqvist").status == 403


# ---- changes -----------------------------------------------------------------------------------------------------


def a_text_is_tried_asked_about_and_filed():
    sent("POST", "/meetings", {"group": "strategy-board", "date": "2006-01-17", "place": "Town Hall"})
    meeting = good("/meetings?group=CTB&since=2006-01-17")["items"][0]["id"]
    before = tip()
    tried = sent("POST", "/texts", {"text": MINUTES, "meeting": meeting, "dry_run": True})
    assert tried["dry_run"] and not tried["done"] and tip() == before
    assert {t["kind"] for t in tried["touched"]} >= {"minutes", "decision", "action"}
    filed = sent("POST", "/texts", {"text": MINUTES, "meeting": meeting})
    assert filed["done"] and filed["event"] and filed["id"] == f"{meeting}-minutes" and filed["questions"]
    assert filed["version"] == good(f"/documents/{filed['id']}")["version"]
    answers = [q["answer"] for q in filed["questions"] if not q["choices"]]
    accepted = sent("POST", "/texts", {"text": MINUTES, "meeting": meeting, "answers": answers})
    assert accepted["done"] and not [q for q in accepted["questions"] if q["answer"] in answers]
    again = sent("POST", "/texts", {"text": MINUTES, "meeting": meeting, "answers": answers})
    assert again["unchanged"] and not again["done"]
    assert len(good(f"/meetings/{meeting}")["decisions"]) == 1 and len(good(f"/meetings/{meeting}")["actions"]) == 2
    for wrong in ({"text": ""}, {"text": "What is this?"}, {"text": MINUTES, "meeting": "CTB-2001-M001"}, {"text": MINUTES, "kind": "minuets"},
                  {"text": "---\nstate: approved\n---\n\n# X\n", "kind": "paper", "group": "CTB"}):
        assert send("POST", "/texts", wrong).status in (400, 403, 404), wrong


def a_document_is_made_of_fields():
    before = tip()
    new = {"kind": "paper", "group": "strategy-board", "body": "# Play schemes at Easter\n\nText.\n\nRecommendations\n\n- agree them\n",
           "fields": {"title": "Play schemes at Easter", "purpose": "decision"}}
    tried = sent("POST", "/documents", {**new, "dry_run": True})
    assert tried["dry_run"] and tip() == before
    made = sent("POST", "/documents", {**new, "by": "helen-marsh"})
    document = good("/documents/" + made["id"])
    assert document["fields"]["author"] == "helen-marsh" and document["fields"]["typed_by"] == ["beth-corrigan"]
    assert document["fields"]["purpose"] == "decision" and document["state"] == "draft"
    assert send("POST", "/documents", new).status == 409
    assert sent("POST", "/documents", {"kind": "person", "id": "nell-osgood", "fields": {"name": "Nell Osgood"}, "body": "# Nell Osgood\n"})["done"]
    for wrong, word in (({**new, "fields": {"titel": "x"}}, "did you mean 'title'"), ({**new, "fields": {"state": "approved"}}, "by a move"),
                        ({**new, "kind": "papr"}, "no kind"), ({"kind": "meeting", "group": "CTB"}, "/api/v1/meetings"),
                        ({**new, "fields": {"title": "Other", "approved": "2006-01-01"}}, "not typed by hand"),
                        ({**new, "fields": {"title": "Other 2", "a/b": "x"}}, "no field")):
        reply = send("POST", "/documents", wrong)
        assert reply.status in (400, 403, 422) and word in reply.text, (wrong, reply.status, reply.text[:300])
    assert send("POST", "/documents", {**new, "by": "beth-corrigan", "fields": {"title": "Mine"}}, "victor-farrow").status == 403
    return made["id"]


def a_document_is_changed_from_the_version_that_was_read():
    paper = next(r["id"] for r in good("/documents?kind=paper&limit=500")["items"] if r["title"] == "Play schemes at Easter")
    first = get(f"/documents/{paper}")
    text = first.json["body"]
    missing = send("PATCH", f"/documents/{paper}", {"body": "x\n"})
    assert missing.status == 428 and missing.json["type"].endswith("#version-missing")
    done = sent("PATCH", f"/documents/{paper}", {"body": text.replace("Text.", "First text."), "reason": "it was thin"},
                headers={"If-Match": first.headers["ETag"]})
    assert done["done"] and "First text." in good(f"/documents/{paper}")["body"]
    assert good(f"/documents/{paper}")["version"] == done["version"]
    # the same ETag again: somebody was quicker
    late = send("PATCH", f"/documents/{paper}", {"body": "other\n"}, headers={"If-Match": first.headers["ETag"]})
    assert late.status == 412 and late.json["version"] == done["version"] and late.json["by"] == "beth-corrigan"
    # put together where they touch different passages
    merged = sent("PATCH", f"/documents/{paper}", {"body": text.replace("- agree them", "- agree them all"), "merge": True},
                  headers={"If-Match": first.headers["ETag"]})
    body = good(f"/documents/{paper}")["body"]
    assert merged["done"] and "First text." in body and "agree them all" in body
    # the same passage: neither is lost, and nothing is done
    clash = send("PATCH", f"/documents/{paper}", {"body": text.replace("Text.", "Quite another text."), "merge": True},
                 headers={"If-Match": first.headers["ETag"]})
    assert clash.status == 409 and good(f"/documents/{paper}")["body"] == body
    # fields, one taken out; the text stays as it is
    now = get(f"/documents/{paper}").json["version"]
    done = sent("PATCH", f"/documents/{paper}", {"fields": {"title": "Play schemes: Easter", "purpose": None}}, headers={"If-Match": f'"{now}"'})
    document = good(f"/documents/{paper}")
    assert document["title"] == "Play schemes: Easter" and "purpose" not in document["fields"] and document["body"] == body
    same = sent("PATCH", f"/documents/{paper}", {"fields": {"title": "Play schemes: Easter"}}, headers={"If-Match": f'"{done["version"]}"'})
    assert same["unchanged"] and not same["done"]
    tried = sent("PATCH", f"/documents/{paper}", {"body": "# Nothing\n", "dry_run": True}, headers={"If-Match": f'"{done["version"]}"'})
    assert not tried["done"] and good(f"/documents/{paper}")["body"] == body
    for wrong, status in (({"fields": {"titel": "x"}}, 400), ({"fields": {"approved": "2006-01-01"}}, (400, 403, 422)), ({"fields": {"title": ["x"]}}, 400),
                          ({"fields": {"kind": "decision"}}, 400), ({"fields": {"meeting": "CTB-2001-M009"}}, 400), ({}, 200)):
        reply = send("PATCH", f"/documents/{paper}", wrong, headers={"If-Match": f'"{done["version"]}"'})
        assert reply.status in (status if isinstance(status, tuple) else (status,)), (wrong, reply.status, reply.text[:300])
    assert send("PATCH", f"/documents/{paper}", {"body": "x\n"}, "victor-farrow", headers={"If-Match": f'"{done["version"]}"'}).status == 403
    assert send("PATCH", "/documents/CTB-2005-D003", {"body": "x\n"}, headers={"If-Match": '"*"'}).status in (403, 412)


def moves_are_judged_each_by_itself():
    paper = next(r["id"] for r in good("/documents?kind=paper&limit=500")["items"] if r["title"] == "Play schemes: Easter")
    possible = {m["move"]: m for m in good(f"/documents/{paper}/moves")["items"]}
    assert "submit" in possible or possible, possible
    move = next(m for m in possible.values() if m["move"] != "sign" and m["allowed"])["move"]
    tried = sent("POST", f"/documents/{paper}/moves", {"move": move, "dry_run": True})
    assert not tried["done"]
    before = tip()
    refused = send("POST", f"/documents/{paper}/moves", {"move": "approve", "by": "helen-marsh"})
    assert refused.status == 422 and refused.json["type"].endswith("#refused") and tip() == before
    unmet = [f for f in refused.json["findings"] if f["outcome"] == "unsatisfied"]
    assert unmet and any(f["remedy"] or f["needed"] for f in unmet) and refused.json["detail"].startswith("The partnership's rules")
    assert any(way["act"] for f in unmet for way in f["ways"]), unmet
    assert send("POST", f"/documents/{paper}/moves", {"move": "no-such"}).status == 400
    outcome = sent("POST", "/moves", {"moves": [{"id": paper, "move": move, "reason": "ready"}, {"id": paper, "move": "approve"},
                                               {"id": "CTB-2001-P001", "move": move}, {"id": paper, "move": "no-such"}]})
    assert [x["status"] for x in outcome["items"]] == [200, 422, 404, 400], [x["status"] for x in outcome["items"]]
    assert outcome["done"] == 1 and outcome["items"][0]["result"]["done"] and outcome["items"][1]["problem"]["findings"]
    too_many = [{"id": paper, "move": "approve"}] * 101
    assert send("POST", "/moves", {"moves": too_many}).status == 400 and sent("POST", "/moves", {"moves": []})["done"] == 0
    # somebody without the part in it
    denied = send("POST", f"/documents/{paper}/moves", {"move": "approve"}, "rosa-lindqvist")
    assert denied.status in (403, 404, 422), denied.status
    action = good("/registers/actions?state=open")["items"][0]["id"]
    extended = send("POST", f"/documents/{action}/moves", {"move": "extend", "with": {"due": "2006-03-01"}, "reason": "snow", "by": "helen-marsh"})
    assert extended.status in (200, 422), extended.text[:300]
    if extended.status == 200:
        assert good(f"/documents/{action}")["fields"]["due"] == "2006-03-01"


def a_sign_off_binds_the_text_as_it_stands():
    paper = next(r["id"] for r in good("/documents?kind=paper&limit=500")["items"] if r["title"] == "Play schemes: Easter")
    roles = [m for m in good(f"/documents/{paper}/moves")["items"] if m["move"] == "sign"]
    assert roles, good(f"/documents/{paper}/moves")
    role = next(m for m in roles if m["who"])
    signed = sent("POST", f"/documents/{paper}/signoffs", {"role": role["role"], "by": role["who"][0]})
    assert signed["done"]
    row = good(f"/documents/{paper}")["fields"]["signoffs"][-1]
    assert row["role"] == role["role"] and row["by"] == role["who"][0] and row["entered_by"] == "beth-corrigan"
    wrong = send("POST", f"/documents/{paper}/signoffs", {"role": "court jester"})
    assert wrong.status in (400, 403, 422), wrong.status


def a_meeting_and_its_agenda():
    before = tip()
    assert not sent("POST", "/meetings", {"group": "CTB", "date": "2006-02-14", "dry_run": True})["done"] and tip() == before
    meeting = sent("POST", "/meetings", {"group": "CTB", "date": "2006-02-14", "time": "14:00", "place": "Town Hall"})["id"]
    assert good(f"/meetings/{meeting}")["document"]["fields"]["time"] == "14:00"
    filed = sent("PUT", f"/meetings/{meeting}/agenda", {"text": AGENDA})
    assert filed["done"] and [i["title"] for i in good(f"/meetings/{meeting}")["agenda"]][0] == "Apologies"
    assert sent("PUT", f"/meetings/{meeting}/agenda", {"text": AGENDA})["unchanged"]
    steps = good(f"/meetings/{meeting}/countdown")["items"]
    assert steps and any(s["last"] and s["rule"] for s in steps), steps[:2]
    assert send("PUT", "/meetings/CTB-2005-P001/agenda", {"text": AGENDA}).status == 404
    for wrong in ({"group": "CTB", "date": "2006-02-30"}, {"group": "CTB"}, {"group": "no-such", "date": "2006-03-01"}, {"group": "CTB", "date": "2006-03-01", "time": "25:00"}):
        assert send("POST", "/meetings", wrong).status in (400, 404), wrong


# ---- what is malformed -------------------------------------------------------------------------------------------


def what_is_no_json_is_refused_in_words():
    before, deep = tip(), b"[" * 100000
    for raw, word in ((b"", "JSON"), (b"{", "line 1"), (b"nonsense", "JSON"), (b'{"text": "x"} {}', "JSON"), (b'{"text":"x","text":"y"}', "duplicate"),
                      (deep, "nested"), (b'{"text":' + b"[" * 40 + b"]" * 40 + b"}", "nested"), (b'{"a":' * 50 + b"1" + b"}" * 50, "nested"),
                      (b'{"answers":[' + b"1," * 30000 + b'1],"text":"x"}', "more than"), (b'{"text":"\\u0000"}', "NUL"), (b'{"text":"\\u0007"}', "control"),
                      (b'{"text":"\xff\xfe"}', "JSON"), (b'{"text":1e999}', "JSON"), (b"[]", "object"), (b'"text"', "object"), (b"null", "object")):
        reply = api.ask("POST", "/texts", tokens["beth-corrigan"], raw=raw)
        assert reply.status == 400 and word.lower() in reply.text.lower(), (raw[:40], reply.status, reply.text[:200])
    for body, word in (({"text": 7}, "text: a text is wanted, not a whole number"), ({"text": "x", "answers": "1"}, "a list"), ({"text": "x", "answers": [1]}, "answers[0]"),
                       ({"text": "x", "dry_run": "yes"}, "true or false"), ({"text": "x", "on": "2006-02-30"}, "no date"), ({"text": "x", "dryrun": True}, "did you mean 'dry_run'"),
                       ({}, "text is missing"), ({"text": None}, "a text is wanted"), ({"text": "x", "waives": {}}, "a list")):
        reply = api.ask("POST", "/texts", tokens["beth-corrigan"], body, described=False)
        assert reply.status == 400 and word in reply.json["detail"], (body, reply.status, reply.text[:200])
    assert api.ask("POST", "/moves", tokens["beth-corrigan"], {"moves": [{"id": "x"}]}, described=False).json["detail"].startswith("moves[0].move is missing")
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        assert api.ask("POST", "/texts", tokens["beth-corrigan"], {"text": "x"}, headers={"Content-Type": kind}).status == 400, kind
    assert api.ask("POST", "/texts", tokens["beth-corrigan"], {"text": "x" * (1 << 20)}).status in (400, 413)
    head = f"POST /api/v1/texts HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nAuthorization: Bearer {tokens['beth-corrigan']}\r\nContent-Type: application/json\r\n"
    for huge in (head + f"Content-Length: {3 << 20}\r\n\r\n", head + "Content-Length: 99999999999\r\n\r\n"):
        got = server.raw(huge)
        assert got.startswith("HTTP/1.1 413") and "/api/v1#too-large" in got, got[:300]
    assert tip() == before


def what_is_not_described_is_refused_in_words():
    for target, word in (("/documents?kid=paper", "did you mean 'kind'"), ("/documents?kind=papr", "no kind"), ("/documents?kind=paper&kind=decision", "twice"),
                         ("/documents?since=2006-02-30", "no date"), ("/documents?as-at=yesterday", "no date"), ("/registers/decisions?overdue=yes", "true or false"),
                         ("/documents?where=owner", "FIELD:VALUE"), ("/search", "say q="), ("/stands?topic=", "say topic="), ("/me?x=1", "takes no"),
                         ("/documents?group=nowhere", "no group"), ("/registers/decisions?where=nonesuch:1", "nonesuch")):
        reply = get(target)
        assert reply.status in (400, 404) and word in reply.json["detail"], (target, reply.status, reply.text[:200])
    for target in ("/registers/nonesuch", "/documents/CTB-2099-P001", "/groups/nowhere", "/people/nobody", "/meetings/CTB-2099-M001",
                   "/documents/..%2f..%2fpartnership.yaml"):
        assert get(target, described=False).status in (400, 404), target
    assert api.ask("GET", "/nonesuch", tokens["beth-corrigan"], described=False).json["type"] == "/api/v1#not-found"
    wrong = api.ask("DELETE", "/documents/CTB-2005-P001", tokens["beth-corrigan"], described=False)
    assert wrong.status == 405 and "PATCH" in wrong.headers["Allow"] and wrong.json["type"] == "/api/v1#method"
    assert api.ask("TRACE", "/me", tokens["beth-corrigan"], described=False).status == 405


# ---- tokens ------------------------------------------------------------------------------------------------------


def a_token_that_was_ended_opens_nothing():
    b = people["helen-marsh"]
    first, second = make_token("helen-marsh", "one"), make_token("helen-marsh", "two")
    assert api.ask("GET", "/me", first).status == api.ask("GET", "/me", second).status == 200
    listed = {t["name"]: t for t in api.ask("GET", "/me/tokens", first).json["items"]}
    assert set(listed) == {"one", "two", "tests"} and listed["one"]["used"] and listed["one"]["use"] == "api"
    assert b.post("/account/tokens/end", {"token": b.get("/account/tokens").field("token"), "name": "one"}).status == 303
    assert api.ask("GET", "/me", first).status == 401 and api.ask("GET", "/documents?kind=paper", first).status == 401
    assert api.ask("DELETE", "/me/tokens/two", second).json["ended"]
    assert api.ask("GET", "/me", second).status == 401
    assert api.ask("DELETE", "/me/tokens/two", tokens["helen-marsh"]).status == 404
    # of others none
    assert api.ask("DELETE", "/me/tokens/tests", tokens["victor-farrow"]).json["ended"] and get("/me").status == 200
    assert get("/me", "victor-farrow").status == 401
    tokens["victor-farrow"] = make_token("victor-farrow", "tests")
    assert b.post("/account/tokens", {"name": "three", "use": "api"}).status in (200, 403)
    page = b.post("/account/tokens", {"token": b.get("/account/tokens").field("token"), "name": "tests", "use": "api"})
    assert page.status == 400 and "one of that name" in page.text and "mbt_" not in page.text
    for name, use in (("", "api"), ("x" * 81, "api")):
        assert b.post("/account/tokens", {"token": b.get("/account/tokens").field("token"), "name": name, "use": use}).status == 400
    for n in range(19):
        make_token("rosa-lindqvist", f"t{n}")
    r = people["rosa-lindqvist"]
    page = r.post("/account/tokens", {"token": r.get("/account/tokens").field("token"), "name": "more", "use": "api"})
    assert page.status == 400 and "as many as" in page.text
    home.run("account", "lock", "rosa-lindqvist")
    assert get("/me", "rosa-lindqvist").status == 401


def guessing_has_an_end():
    """And it is the guesser's address that waits, not whose token it would be: a known one from there waits as well."""
    statuses = [api.ask("GET", "/me", None, headers={"Authorization": f"Bearer mbt_{n:043d}"}).status for n in range(70)]
    assert statuses.index(429) > 40 and statuses[-1] == 429, statuses  # each counts once; some tests before made a few
    refused = api.ask("GET", "/me", None, headers={"Authorization": "Bearer mbt_x"})
    assert refused.json["type"] == "/api/v1#too-often"


def every_call_was_made():
    described = {(m.upper(), p) for p, methods in api.spec["paths"].items() for m in methods}
    assert described == set(api.called), described - set(api.called)


def when_the_record_is_public_it_reads_what_is_published():
    """Without a token exactly what the pages show to nobody; and nothing is changed."""
    global server, api
    server.stop()
    settings = subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "show", "main:partnership.yaml"], check=True,
                              capture_output=True, text=True).stdout
    path = os.path.join(home.top, "partnership.yaml")
    with open(path, "w") as f:
        f.write(settings.replace("public: false", "public: true"))
    home.run("--on", "2006-01-18", "edit", "partnership.yaml", "--file", path)
    server = Server(home)
    api, nobody = Api(server, api.spec), Browser(server)
    shown = api.ask("GET", "/documents?limit=500").json["items"]
    assert {"decision", "meeting"} <= {d["kind"] for d in shown}
    for document in shown:
        assert nobody.get("/d/" + urllib.parse.quote(document["id"])).status in (200, 303), document["id"]
        whole = api.ask("GET", "/documents/" + urllib.parse.quote(document["id"])).json
        assert whole["may"] == {"edit": False, "sign": False, "moves": []}
    assert not [d for d in shown if d["kind"] == "paper" and d["state"] == "draft"]
    assert "uernstone" not in api.ask("GET", "/documents?kind=paper&limit=500").text + api.ask("GET", "/search?q=zelkovane").text
    for method, target in sorted(routes()):
        reply = api.ask(method, re.sub(r"\{[^}]*\}", "CTB-2005-D003", target), None, {} if method != "GET" else None)
        assert method == "GET" or reply.status == 401, (method, target, reply.status)
    for target in ("/me", "/me/tokens", "/documents/CTB-2005-D003/moves", "/meetings/CTB-2005-M001/countdown"):
        assert api.ask("GET", target).status == 401, target
    wrong = api.ask("GET", "/documents", "mbt_" + "x" * 43)
    assert wrong.status == 401 and wrong.headers["WWW-Authenticate"] == "Bearer"


def the_record_is_sound():
    server.stop()
    assert "The record is sound" in home.run("verify")
    fsck = subprocess.run(["git", "-C", os.path.join(home.path, "record.git"), "fsck", "--strict"], capture_output=True, text=True)
    assert fsck.returncode == 0 and "error" not in fsck.stderr, fsck.stderr
    home.run("index", "check")
    home.remove()


run([a_token_is_made_on_the_account_page_and_shown_once, the_description_has_every_call_and_no_other, a_page_says_it_in_plain_words,
     every_kind_is_listed_with_its_fields, documents_are_filtered_and_seen_at_two_clocks, one_document_says_all_there_is, a_plain_page_has_its_path_for_a_name,
     registers_and_answers_of_the_whole_record, news_is_told_once_a_document_and_posts_by_who_holds_them, what_has_not_changed_is_not_sent_again, page_after_page_is_the_whole,
     rows_that_come_meanwhile_move_nothing, a_cursor_that_is_none_is_refused, without_a_token_there_is_nothing,
     a_browsers_cookie_reads_and_changes_nothing, what_may_not_be_seen_is_as_what_is_not, a_text_is_tried_asked_about_and_filed,
     a_document_is_made_of_fields, a_document_is_changed_from_the_version_that_was_read, moves_are_judged_each_by_itself,
     a_sign_off_binds_the_text_as_it_stands, a_meeting_and_its_agenda, what_is_no_json_is_refused_in_words,
     what_is_not_described_is_refused_in_words, a_token_that_was_ended_opens_nothing, every_call_was_made, guessing_has_an_end,
     when_the_record_is_public_it_reads_what_is_published, the_record_is_sound])
