#!/usr/bin/env python3
"""Bytes no browser sends: requests that two programs on the way would read as one and as two, heads and bodies without end, forms made to
be dear, targets that mean something else to others. Each has a plain answer or a closed connection, soon; nobody else notices, and the
server grows no larger. Usage: wire.py PROGRAM"""
import os
import re
import socket
import sys
import threading
import time
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import Browser, Home, Server, more_files, run  # noqa: E402

program = sys.argv[1]
PASSWORD = "heron stands in still water"
SOON = 8  # seconds for an answer on a busy machine; what hangs, hangs for sixty
GROWS_MB = 24  # all of this file together: its largest bodies are let go again, and caches fill
HOST = "Host: 127.0.0.1\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
BODY = "person=nobody&password=wrong"
NEXT = f"GET /robots.txt HTTP/1.1\r\n{HOST}\r\n"  # what somebody wants to be taken for a request of its own
more_files()
home = Home(program)
server = Server(home)
clerk = Browser(server)
assert clerk.post(server.link, {"password": PASSWORD, "again": PASSWORD}).status == 303


def statuses(text, wait=SOON):
    """Of all replies on one connection, and whether it was closed in time."""
    s = server.socket()
    s.settimeout(wait)
    begun, got, closed = time.monotonic(), b"", False
    try:
        s.sendall(text if isinstance(text, bytes) else text.encode())
        s.settimeout(0.3)
        while time.monotonic() < begun + wait:
            try:
                piece = s.recv(65536)
            except socket.timeout:
                if got:
                    break
                continue
            if not piece:
                closed = True
                break
            got += piece
    except (ConnectionError, BrokenPipeError):
        closed = True
    s.close()
    # libmicrohttpd sends the head of a refusal of its own twice; what counts is that it closes.
    found = re.findall(rb"HTTP/1\.1 (\d+)[^\r]*\r\n((?:[^\r]+\r\n)+)\r\n", got)
    return [int(s) for s, _ in found], closed or any(b"connection: close" in h.lower() for _, h in found)


def rss_mb():
    with open(f"/proc/{server.process.pid}/status") as f:
        return int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1)) / 1024


def post(head, body=BODY, then=NEXT, path="/sign-in", version="1.1"):
    return f"POST {path} HTTP/{version}\r\n{HOST}{FORM}{head}\r\n{body}{then}"


def chunks(first, *more):
    return "".join(f"{len(p):x}\r\n{p}\r\n" for p in (first, *more)) + "0\r\n\r\n"


begun_mb = rss_mb()


# ---- one request or two --------------------------------------------------------------------------------------

def a_request_whose_end_is_in_doubt_is_refused_and_ends_the_connection():
    n, whole = len(BODY), chunks(BODY)
    for what, text in [
        ("two lengths", post(f"Content-Length: {n}\r\nContent-Length: {n}\r\n")),
        ("two lengths that differ", post(f"Content-Length: {n}\r\nContent-Length: 5\r\n")),
        ("a list of lengths", post(f"Content-Length: {n}, {n}\r\n")),
        ("a length with a sign", post(f"Content-Length: +{n}\r\n")),
        ("a negative length", post("Content-Length: -1\r\n")),
        ("a length in hex", post("Content-Length: 0x1c\r\n")),
        ("a length without digits", post("Content-Length: \r\n")),
        ("a length and a letter", post(f"Content-Length: {n}a\r\n")),
        ("a length that no number holds", post("Content-Length: 99999999999999999999999\r\n")),
        ("length and chunks", post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", whole)),
        ("chunks and length", post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", whole)),
        ("chunks twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", whole)),
        ("chunks, then not", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", whole)),
        ("another coding", post("Transfer-Encoding: gzip, chunked\r\n", whole)),
        ("an unknown coding", post("Transfer-Encoding: xchunked\r\n", whole)),
        ("no coding", post("Transfer-Encoding: identity\r\n", whole)),
        ("a coding behind a vertical tab", post("Transfer-Encoding: \vchunked\r\n", whole)),
        ("a blank before the colon", post(f"Transfer-Encoding : chunked\r\nContent-Length: {n}\r\n")),
        ("chunks in HTTP/1.0", post("Transfer-Encoding: chunked\r\n", whole, version="1.0")),
        ("a folded coding", post(f"Transfer-Encoding:\r\n chunked\r\nContent-Length: {n}\r\n")),
        ("a name made by folding", post("Trans: chunked\r\n fer-Encoding: x\r\n", whole)),
        ("a folded line", f"GET /health HTTP/1.1\r\n{HOST}X: a\r\n b\r\n\r\n{NEXT}"),
        ("a first line that is folded", f"GET /health HTTP/1.1\r\n X: a\r\n{HOST}\r\n{NEXT}"),
        ("a return within a value", f"GET /health HTTP/1.1\r\n{HOST}X: a\rY: b\r\n\r\n{NEXT}"),
        ("a blank in a name", f"GET /health HTTP/1.1\r\n{HOST}A B: c\r\n\r\n{NEXT}"),
        ("a line without a colon", f"GET /health HTTP/1.1\r\n{HOST}Abc\r\n\r\n{NEXT}"),
        ("two hosts", f"GET /health HTTP/1.1\r\n{HOST}Host: evil.example\r\n\r\n{NEXT}"),
        ("two hosts, the other first", f"GET /health HTTP/1.1\r\nHost: evil.example\r\n{HOST}\r\n{NEXT}"),
        ("no host", f"GET /health HTTP/1.1\r\n\r\n{NEXT}"),
        ("a chunk that is none", post("Transfer-Encoding: chunked\r\n", f"zz\r\n{BODY}\r\n0\r\n\r\n")),
        ("a negative chunk", post("Transfer-Encoding: chunked\r\n", f"-1\r\n{BODY}\r\n0\r\n\r\n")),
        ("a chunk in C's hex", post("Transfer-Encoding: chunked\r\n", f"0x1c\r\n{BODY}\r\n0\r\n\r\n")),
        ("a chunk that no number holds", post("Transfer-Encoding: chunked\r\n", f"fffffffffffffffffff\r\n{BODY}\r\n0\r\n\r\n")),
        ("a chunk that does not end", post("Transfer-Encoding: chunked\r\n", f"{n:x}\r\n{BODY}X0\r\n\r\n")),
    ]:
        got, closed = statuses(text)
        assert got and set(got) <= {400, 413} and closed, (what, got, closed)


def behind_chunks_no_second_request_is_answered():
    for what, body in [("as they should be", chunks(BODY[:5], BODY[5:])), ("with an extension", f"{len(BODY):x};a=b\r\n{BODY}\r\n0\r\n\r\n"),
                       ("with a trailer", f"{len(BODY):x}\r\n{BODY}\r\n0\r\nContent-Length: 5\r\nHost: evil.example\r\n\r\n"),
                       ("with bare line feeds", f"{len(BODY):x}\n{BODY}\n0\n\n")]:
        got, closed = statuses(post("Transfer-Encoding: chunked\r\n", body))
        assert got == [200] and closed, (what, got, closed)
    got, closed = statuses(post(f"Content-Length: {len(BODY)}\r\n"))
    assert got == [200, 200] and not closed, "a length is beyond doubt"
    got, closed = statuses(f"GET /health HTTP/1.1\r\n{HOST}Content-Length: {len(NEXT)}\r\n\r\n{NEXT}{NEXT}")
    assert got == [200, 200], "a GET may have a body: it is no request"
    assert statuses(NEXT * 5)[0] == [200] * 5


def the_person_is_named_once_and_by_the_proxy():
    """Behind a proxy a header says who it is: no second line, and none that is put together of two, may say otherwise."""
    home.run("account", "link", "beth-corrigan", "tenant-1/beth")
    where = os.path.join(home.top, "proxy.sock")
    behind = Server(home, "--header", "X-Person-Id", "--origin", "https://record.example", unix=where)
    try:
        ask = "GET /account HTTP/1.1\r\nHost: record.example\r\nConnection: close\r\n"
        assert behind.raw(f"{ask}X-Person-Id: tenant-1/beth\r\n\r\n", SOON)[9:12] == "200"
        for lines in ("X-Person-Id: \r\nX-Person-Id: tenant-1/beth\r\n", "X-Person-Id: tenant-1/beth\r\nX-Person-Id: nobody\r\n",
                      "X-Per: tenant-1/beth\r\n son-Id\r\n", "X-Person-Id : tenant-1/beth\r\n", "X-Person-Id:\r\n tenant-1/beth\r\n"):
            assert behind.raw(f"{ask}{lines}\r\n", SOON)[9:12] == "400", lines
    finally:
        behind.stop()


# ---- heads ---------------------------------------------------------------------------------------------------

def what_is_no_request_is_told_so_or_let_go():
    for text, want in [
        ("GET /health\r\n\r\n", {400}), ("GET /health HTTP/2.0\r\n\r\n", {505}), ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {505}),
        (f"GET /health http/1.1\r\n{HOST}\r\n", {400}), (f"GET /health NONE\r\n{HOST}\r\n", {400}), (f"GET  /health  HTTP/1.1\r\n{HOST}\r\n", set()),
        (f"GET\t/health\tHTTP/1.1\r\n{HOST}\r\n", set()), (f"GET /he alth HTTP/1.1\r\n{HOST}\r\n", set()),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", set()),
        ("GET /health HTTP/1.0\r\n\r\n", {400}),
    ]:
        got, closed = statuses(text)
        assert set(got) == want and closed, (text, got, closed)
    got, closed = statuses(f"GET /health HTTP/1.0\r\n{HOST}\r\n")
    assert got == [200] and closed
    assert statuses(f"\r\n\r\nGET /health HTTP/1.1\r\n{HOST}\r\n")[0] == [200], "lines without anything before it are passed over"
    assert statuses("GET /health HTTP/1.1\nHost: 127.0.0.1\n\n")[0] == [200], "lines may end in a line feed alone"


def a_target_for_a_proxy_is_read_and_its_host_counts():
    for target, host, want in [("http://127.0.0.1/health", "evil.example", 200), ("HTTP://localhost:1/health?a=b", "127.0.0.1", 200),
                               ("http://evil.example/health", "127.0.0.1", 400), ("http://127.0.0.1@evil.example/health", "127.0.0.1", 400),
                               ("https://127.0.0.1", "127.0.0.1", 303), ("ftp://127.0.0.1/health", "127.0.0.1", 404), ("health", "127.0.0.1", 404),
                               ("*", "127.0.0.1", 404), ("/health#part", "127.0.0.1", 404)]:
        got, _ = statuses(f"GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n")
        assert got == [want], (target, host, got)


def other_methods_are_not_known_here():
    for method, target, want in [("OPTIONS", "/sign-in", 405), ("OPTIONS", "*", 404), ("TRACE", "/sign-in", 405), ("CONNECT", "127.0.0.1:22", 501),
                                 ("CONNECT", "/sign-in", 501), ("get", "/health", 501), ("PROPFIND", "/health", 501), ("A" * 5000, "/health", 501)]:
        said = server.raw(f"{method} {target} HTTP/1.1\r\n{HOST}Cookie: secret=1\r\nConnection: close\r\n\r\n", SOON)
        assert said[9:12] == str(want) and "secret" not in said, (method[:20], target, said[:40])
        assert (re.search(r"(?m)^Allow: GET, HEAD, POST\r$", said) is not None) == (want == 405), (method[:20], target)


def a_head_is_bounded_in_every_direction():
    many = "".join(f"X{i}: y\r\n" for i in range(5000))
    for what, text, want in [
        ("a target", f"GET /health?{'a' * 100000} HTTP/1.1\r\n{HOST}\r\n", {414}),
        ("a target of a page", f"GET /health?a={'a' * 6000} HTTP/1.1\r\n{HOST}\r\n", {414}),
        ("a header", f"GET /health HTTP/1.1\r\n{HOST}X: {'y' * 100000}\r\n\r\n", {431}),
        ("a name", f"GET /health HTTP/1.1\r\n{HOST}{'X' * 100000}: y\r\n\r\n", {431}),
        ("headers", f"GET /health HTTP/1.1\r\n{HOST}{many}\r\n", {431}),
        ("a cookie", f"GET /health HTTP/1.1\r\n{HOST}Cookie: a={'x' * 100000}\r\n\r\n", {431}),
        ("cookies", f"GET /health HTTP/1.1\r\n{HOST}Cookie: {'; '.join(f'c{i}=x' for i in range(3000))}\r\n\r\n", {431}),
        ("lines of cookies", f"GET /health HTTP/1.1\r\n{HOST}" + "Cookie: c=x\r\n" * 3000 + "\r\n", {431}),
        ("a method", "A" * 100000 + f" /health HTTP/1.1\r\n{HOST}\r\n", {414, 431}),
    ]:
        got, closed = statuses(text)
        assert set(got) <= want and (closed or got == [414]), (what, got, closed)
    for what, text in [("cookies", f"GET /account HTTP/1.1\r\n{HOST}Cookie: {'; '.join(f'c{i}=x' for i in range(150))}; __Host-s={clerk.cookie}\r\n\r\n"),
                       ("lines of cookies", f"GET /account HTTP/1.1\r\n{HOST}Cookie: a=b\r\nCookie: __Host-s={clerk.cookie}\r\n\r\n"),
                       ("parameters", f"GET /health?{'&'.join('a' * 1900)} HTTP/1.1\r\n{HOST}\r\n"),
                       ("parameters with one sum", f"GET /health?{'&'.join(['Aa', 'BB', 'AaBB', 'BBAa'] * 200)} HTTP/1.1\r\n{HOST}\r\n")]:
        got, _ = statuses(text)
        assert got == [200], (what, got)


def a_target_is_read_once_and_strictly():
    for target in ("/%00", "/health%00", "/health%00.css", "/%c0%ae%c0%ae/health", "/%c0%afhealth", "/%e0%80%af", "/%ed%a0%80", "/%f8%88%80%80%80",
                   "/%252e%252e/health", "/%25%32%65", "/h%2565alth", "/%5c..%5chealth", "/health%20", "/%e2%80%ae", "/health;x=y", "/\u00e9"):
        assert clerk.get(urllib.parse.quote(target, safe="/%;")).status == 404, target
    for target in ("/search?q=%00", "/search?q=%c0%ae", "/search?q=%ff", "/search?q=%ed%a0%80", "/search?q=%", "/search?%00=x"):
        assert clerk.get(target).status == 400, target
    assert clerk.get("/search?q=%2500%252e").status == 200, "what is left after one reading is words"


def nothing_is_sent_in_part_and_nothing_is_sent_again():
    for headers in ({"Range": "bytes=0-0"}, {"Range": "bytes=0-0,1-1,2-2"}, {"Range": "bytes=" + ",".join(f"{i}-{i}" for i in range(2000))},
                    {"Range": "bytes=-1", "If-Range": '"x"'}, {"Range": "rows=1-2"}):
        for target in ("/health", re.search(r'href="(/assets/app-[^"]*\.css)"', clerk.get("/sign-in").text).group(1)):
            whole = clerk.get(target)
            r = clerk.get(target, **headers)
            assert (r.status, r.body) == (200, whole.body) and r.headers["Accept-Ranges"] is None, (target, headers)
    got, _ = statuses(f"GET /health HTTP/1.1\r\n{HOST}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA\r\n\r\n")
    assert got == [200], "no other protocol is begun"


# ---- bodies --------------------------------------------------------------------------------------------------

def who_asks_first_is_told_first():
    head = f"POST /sign-in HTTP/1.1\r\n{HOST}{FORM}Expect: 100-continue\r\n"
    s = server.socket()
    s.sendall(f"{head}Content-Length: {len(BODY)}\r\n\r\n".encode())
    said = s.recv(4096)
    assert said.startswith(b"HTTP/1.1 100 "), said[:60]
    s.sendall(BODY.encode())
    assert s.recv(65536).startswith(b"HTTP/1.1 200 ")
    s.close()
    got, closed = statuses(f"{head}Content-Length: 99999999\r\n\r\n")
    assert got == [413] and closed, "too large: said before it is sent"
    got, closed = statuses(f"{head}Content-Length: 5\r\nContent-Length: 6\r\n\r\n")
    assert got == [400] and closed


def multipart(parts, end="--B--\r\n", boundary="B"):
    return "".join(parts) + end, {"Content-Type": f"multipart/form-data; boundary={boundary}"}


def part(name, value, more="", head=""):
    return f'--B\r\nContent-Disposition: form-data; name="{name}"{more}\r\n{head}\r\n{value}\r\n'


def forms_that_are_made_to_be_dear_are_cheap():
    inner = "--C\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ny\r\n--C--"
    for what, (body, kind), want in [
        ("10,000 parts", multipart([part(f"f{i}", "x") for i in range(10000)]), 400),
        ("10,000 empty parts", multipart(["--B\r\n\r\n\r\n"] * 10000), 400),
        ("10,000 boundaries", multipart(["--B\r\n"] * 10000), 400),
        ("parts within a part", multipart([part("person", inner, head="Content-Type: multipart/mixed; boundary=C\r\n")]), 200),
        ("its own boundary within", multipart([part("person", "\r\n--Bx\r\n--B-\r\n --B--")]), 200),
        ("no end", multipart([part("person", "x" * 100000)], end=""), 400),
        ("a head of a part without end", multipart(['--B\r\nContent-Disposition: form-data; name="' + "n" * 1900000]), 400),
        ("a head of many lines", multipart(["--B\r\n" + "X: y\r\n" * 100000 + "\r\n\r\n"]), 400),
        ("nearly a boundary, again and again", multipart([part("person", "\r\n--" * 400000)]), 200),
        ("a long boundary, nearly, again and again", (("--" + "B" * 70 + '\r\nContent-Disposition: form-data; name="p"\r\n\r\n'
                                                       + ("\r\n--" + "B" * 69) * 20000 + "\r\n--" + "B" * 70 + "--\r\n"),
                                                      {"Content-Type": "multipart/form-data; boundary=" + "B" * 70}), 200),
        ("a part that repeats its headers", multipart(['--B\r\n' + 'Content-Disposition: form-data; name="p"\r\n' * 40 + "\r\nx\r\n"]), 200),
        ("fields of one name", ("&".join(["person=x"] * 3999), {"Content-Type": "application/x-www-form-urlencoded"}), 200),
        ("fields of one sum", ("&".join(f"{'Aa' if i & 1 else 'BB'}{'Aa' if i & 2 else 'BB'}{i}=1" for i in range(3999)),
                               {"Content-Type": "application/x-www-form-urlencoded"}), 200),
        ("percent signs", ("person=" + "%41" * 600000, {"Content-Type": "application/x-www-form-urlencoded"}), 200),
        ("line ends", ("person=" + "%0d" * 600000, {"Content-Type": "application/x-www-form-urlencoded"}), 200),
        ("overlong UTF-8", ("person=%c0%ae", {"Content-Type": "application/x-www-form-urlencoded"}), 400),
        ("half a pair", ("person=%ed%a0%80", {"Content-Type": "application/x-www-form-urlencoded"}), 400),
    ]:
        begun = time.monotonic()
        r = Browser(server).ask("POST", "/sign-in", body.encode(), dict(kind, Origin=f"http://127.0.0.1:{server.port}"))
        took = time.monotonic() - begun
        assert r.status == want, (what, r.status, r.text[-300:])
        assert took < SOON, (what, took)


def a_body_cut_short_changes_nothing_and_holds_nobody():
    token = clerk.get("/account").field("token")
    fields = urllib.parse.urlencode({"token": token})
    for n in (1, len(fields) - 1):
        s = server.socket()
        s.sendall(f"POST /account/sign-out-everywhere HTTP/1.1\r\n{HOST}{FORM}Cookie: __Host-s={clerk.cookie}\r\n"
                  f"Content-Length: {len(fields)}\r\n\r\n{fields[:n]}".encode())
        s.shutdown(socket.SHUT_WR)
        s.settimeout(1)
        try:
            assert not s.recv(4096).startswith(b"HTTP/1.1 2"), n
        except socket.timeout:
            pass  # whether it is given up at once or at the deadline: nothing is done
        s.close()
    assert clerk.get("/account").status == 200, "still signed in"


# ---- slow ----------------------------------------------------------------------------------------------------

def who_is_slow_is_ended_and_others_do_not_wait():
    """A hundred who send a byte now and then: the head has ten seconds, the whole request sixty; two threads answer all the others."""
    head = f"POST /sign-in HTTP/1.1\r\n{HOST}{FORM}Content-Length: 500\r\n\r\n".encode()
    slow, ended, stop = [server.socket() for _ in range(100)], [0], time.monotonic() + 14
    for i, s in enumerate(slow):
        s.sendall(head if i % 2 else head[:20])

    def drip():
        while time.monotonic() < stop:
            for s in slow:
                try:
                    s.send(b"a")
                except OSError:
                    pass
            time.sleep(0.5)

    dripping = threading.Thread(target=drip)
    dripping.start()
    took = []
    while time.monotonic() < stop:
        begun = time.monotonic()
        assert Browser(server).get("/health").status == 200
        took.append(time.monotonic() - begun)
        time.sleep(0.1)
    dripping.join()
    for s in slow[::2]:
        s.settimeout(SOON)
        try:
            ended[0] += s.recv(100) == b""
        except (ConnectionError, socket.timeout) as why:
            ended[0] += not isinstance(why, socket.timeout)
    for s in slow:
        s.close()
    assert ended[0] == 50, f"{ended[0]} of 50 heads that did not come were given up"
    assert sorted(took)[len(took) // 2] < 1 and max(took) < SOON, took


# ---- the end -------------------------------------------------------------------------------------------------

def a_name_of_somebody_elses_stands_in_no_link():
    for host in ("evil.example", "127.0.0.1:1@evil.example", "127.0.0.1/evil.example", "localhost\"><b>", "localhost:8080:9", "127.0.0.1, evil.example"):
        for target in ("/feeds/new.atom", "/account", "/sign-in"):
            got, _ = statuses(f"GET {target} HTTP/1.1\r\nHost: {host}\r\nCookie: __Host-s={clerk.cookie}\r\n\r\n")
            assert set(got) == {400}, (host, target, got)
    named = Server(home, "--origin", "https://record.example")
    try:
        b = Browser(named)
        b.cookie = clerk.cookie
        feed = b.get("/feeds/new.atom", **{"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}).text
        assert "https://record.example/" in feed and "evil" not in feed and "127.0.0.1" not in feed
    finally:
        named.stop()


def it_is_as_large_as_before_and_answers():
    assert clerk.get("/account").status == 200
    grown = rss_mb() - begun_mb
    print(f"     {begun_mb:.0f} MB at first, {grown:+.1f} MB since")
    assert grown < GROWS_MB, f"memory grew by {grown:.1f} MB"
    home.run("verify")


ORDER = [v for k, v in list(globals().items()) if callable(v) and getattr(v, "__module__", "") == "__main__" and v.__code__.co_argcount == 0
         and k not in ("rss_mb",)]
try:
    run(ORDER)
finally:
    try:
        server.stop()
    finally:
        home.remove()
