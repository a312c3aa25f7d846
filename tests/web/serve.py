#!/usr/bin/env python3
"""What a stranger may send to the server, and what comes back. serve.py PROGRAM"""
import base64, hmac, http.client, os, re, signal, socket, struct, subprocess, sys, threading, time, urllib.parse

sys.path.insert(0, os.path.dirname(__file__))
from lib import Browser, Home, Server, more_files, run

PROGRAM = sys.argv[1]
PASSWORD = "heron stands in still water"
more_files()
home = Home(PROGRAM)
server = Server(home)
clerk = Browser(server)


def same(got, want, what=""):
    assert got == want, f"{what}: {got!r}, not {want!r}"


def code_of(key, at=None):
    step = int((at or time.time()) // 30)
    mac = hmac.new(key, struct.pack(">Q", step), "sha1").digest()
    at = mac[19] & 15
    return "%06d" % ((struct.unpack(">I", mac[at:at + 4])[0] & 0x7fffffff) % 1000000)


def invited(person, password=PASSWORD):
    said = home.run("account", "invite", person)
    link = re.search(r"/invitation/[A-Za-z0-9_-]+", said).group(0)
    browser = Browser(server)
    reply = browser.post(link, {"password": password, "again": password})
    same((reply.status, reply.place), (303, "/"), "invitation")
    return browser


def token_of(browser):
    return browser.get("/account").field("token")


# ---- signing in ----------------------------------------------------------------------------------------------

def the_first_link_lets_the_keeper_of_the_record_in():
    page = clerk.get(server.link)
    same(page.status, 200)
    assert "Welcome, Beth Corrigan" in page.text
    same(clerk.get(server.link).status, 200, "looking does not use it up")
    for password, again, why in [("short", "short", "at least 12"), ("password1234", "password1234", "easy to guess"),
                                 ("aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa", "easy to guess"),
                                 ("beth-corrigan-2005", "beth-corrigan-2005", "easy to guess"), (PASSWORD, PASSWORD + "x", "not the same")]:
        page = clerk.post(server.link, {"password": password, "again": again})
        assert page.status == 200 and why in page.text, (password, page.status)
        assert clerk.cookie is None
    reply = clerk.post(server.link, {"password": PASSWORD, "again": PASSWORD})
    same((reply.status, reply.place), (303, "/"))
    line = reply.headers["Set-Cookie"]
    for part in ("__Host-s=", "; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax"):
        assert part in line, line
    assert "Domain" not in line
    same(clerk.get("/account").status, 200)
    same(Browser(server).post(server.link, {"password": PASSWORD, "again": PASSWORD}).status, 404, "used once")


def a_name_an_id_and_an_address_sign_in_and_a_wrong_password_does_not():
    invited("helen-marsh")
    for said in ("helen-marsh", "Helen Marsh", " helen marsh "):
        b = Browser(server)
        reply = b.sign_in(said, PASSWORD)
        same((reply.status, reply.place), (303, "/"), said)
        assert "Helen Marsh" in b.get("/account").text
    texts = set()
    for person, password in (("helen-marsh", "no"), ("helen-marsh", ""), ("nobody-here", PASSWORD), ("", "")):
        page = Browser(server).sign_in(person, password)
        same(page.status, 200)
        texts.add(re.search(r'error-summary__list">\s*<li><a href="#person">([^<]*)', page.text).group(1))
    same(len(texts), 1, "who has an account cannot be told from the answer")


def a_session_is_a_new_one_after_signing_in():
    b = Browser(server)
    b.sign_in("helen-marsh", PASSWORD)
    first = b.cookie
    b.sign_in("helen-marsh", PASSWORD)
    assert b.cookie != first
    old = Browser(server)
    old.cookie = first
    same(old.get("/account").status, 303, "the session before has ended")


def guessing_is_slowed_down():
    invited("tom-adeyemi")
    b = Browser(server)
    for i in range(6):
        page = b.sign_in("tom-adeyemi", f"wrong {i}")
    assert "Too many attempts" in b.sign_in("tom-adeyemi", PASSWORD).text
    same(b.cookie, None)


def a_second_factor_is_asked_for_and_each_code_opens_once():
    b = invited("anita-verma")
    page = b.get("/account/second")
    key, hexed = base64.b32decode(re.search(r"secret=([A-Z2-7]+)", page.text).group(1)), page.field("key")
    same(key.hex(), hexed)
    assert "not the code" in b.post("/account/second", {"token": page.field("token"), "key": hexed, "code": "000000"}).text
    now = time.time()
    used = code_of(key, now)
    same(b.post("/account/second", {"token": page.field("token"), "key": hexed, "code": used}).place, "/account")
    c = Browser(server)
    same(c.sign_in("anita-verma", PASSWORD, "/account").place, "/sign-in/code?to=%2Faccount")
    same(c.get("/account").status, 303, "not in yet")
    assert "not the code" in c.post("/sign-in/code", {"code": used, "to": "/account"}).text, "used before"
    later = code_of(key, now + 30)
    same(c.post("/sign-in/code", {"code": later[:3] + " " + later[3:], "to": "/account"}).place, "/account")
    same(c.get("/account").status, 200)
    d = Browser(server)
    d.sign_in("anita-verma", PASSWORD)
    assert "not the code" in d.post("/sign-in/code", {"code": later}).text, "used before"
    page = c.get("/account")
    assert "present password is not right" in c.post("/account/second/off", {"token": page.field("token"), "old": "x"}).text
    same(c.post("/account/second/off", {"token": page.field("token"), "old": PASSWORD}).place, "/account")
    same(Browser(server).sign_in("anita-verma", PASSWORD).place, "/")


def signing_out_ends_the_session_and_everywhere_ends_all():
    one, two = Browser(server), Browser(server)
    one.sign_in("helen-marsh", PASSWORD), two.sign_in("helen-marsh", PASSWORD)
    kept = one.cookie
    same(one.post("/sign-out", {"token": token_of(one)}).place, "/sign-in?out=yes")
    one.cookie = kept
    same(one.get("/account").status, 303)
    same(two.get("/account").status, 200)
    two.post("/account/sign-out-everywhere", {"token": token_of(two)})
    three = Browser(server)
    three.sign_in("helen-marsh", PASSWORD)
    home.run("account", "sessions", "end", "helen-marsh")
    same(three.get("/account").status, 303)


def a_changed_password_ends_the_other_sessions():
    one, two = invited("lucy-tran"), Browser(server)
    two.sign_in("lucy-tran", PASSWORD)
    before = one.cookie
    fields = {"token": token_of(one), "old": PASSWORD, "password": PASSWORD + " now", "again": PASSWORD + " now"}
    same(one.post("/account/password", dict(fields, old="x")).status, 200)
    same(one.post("/account/password", fields).place, "/account")
    assert one.cookie != before
    page = one.get("/account")
    assert "Your password is changed" in page.text and "Your password is changed" not in one.get("/account").text
    same(two.get("/account").status, 303)
    assert "not right" in Browser(server).sign_in("lucy-tran", PASSWORD).text


def a_locked_account_is_out_at_once():
    b = invited("martin-quill")
    home.run("account", "lock", "martin-quill")
    same(b.get("/account").status, 303)
    assert "not right" in Browser(server).sign_in("martin-quill", PASSWORD).text
    home.run("account", "unlock", "martin-quill")
    same(Browser(server).sign_in("martin-quill", PASSWORD).status, 303)
    home.run("account", "invite", "no-such-person", code=3)


# ---- forms ---------------------------------------------------------------------------------------------------

def a_form_needs_its_token_and_our_own_page():
    b = Browser(server)
    b.sign_in("helen-marsh", PASSWORD)
    token, own = token_of(b), f"http://127.0.0.1:{server.port}"
    for what, fields, headers in [
        ("no token", {}, {"Origin": None, "Sec-Fetch-Site": None}),
        ("another's token", {"token": token_of(clerk)}, {"Origin": None, "Sec-Fetch-Site": None}),
        ("a token cut short", {"token": token[:-1]}, {"Origin": None, "Sec-Fetch-Site": None}),
        ("another origin", {"token": token}, {"Origin": "http://evil.example"}),
        ("no origin", {"token": token}, {"Origin": "null"}),
        ("another port", {"token": token}, {"Origin": "http://127.0.0.1:1"}),
        ("another site", {"token": token}, {"Sec-Fetch-Site": "cross-site"}),
        ("a sister site", {"token": token}, {"Sec-Fetch-Site": "same-site"}),
    ]:
        same(b.post("/account/sign-out-everywhere", fields, **headers).status, 403, what)
    same(b.get("/account").status, 200, "nothing was done")
    same(Browser(server).post("/sign-in", {"person": "helen-marsh", "password": PASSWORD}, Origin="http://evil.example").status, 403)
    same(b.post("/account/sign-out-everywhere", {"token": token}, Origin=own).status, 303)


def what_was_typed_survives_the_end_of_the_session():
    typed = "line one\nline <two> & \"three\""
    b = Browser(server)
    b.sign_in("helen-marsh", PASSWORD)
    token = token_of(b)
    home.run("account", "sessions", "end", "helen-marsh")
    reply = b.post("/account/password", {"token": token, "old": "", "password": typed})
    same(reply.status, 303)
    assert reply.place.startswith("/sign-in?to=%2Fkept%2F"), reply.place
    assert "What you typed is kept" in b.get(reply.place).text
    to = urllib.parse.unquote(reply.place.split("to=")[1])
    other = Browser(server)
    other.sign_in("beth-corrigan", PASSWORD)
    same(other.get(to).status, 404, "somebody else does not see it")
    same(b.sign_in("helen-marsh", PASSWORD, to).place, to)
    page = b.get(to)
    same(page.status, 200)
    same(page.field("password"), typed)
    assert 'action="/account/password"' in page.text
    assert page.field("token") not in (None, token)
    same(page.field("form") is not None, True)
    nobody = Browser(server).post("/account/password", {"password": typed})
    same(nobody.status, 401, "without any session nothing is kept")


def a_form_of_the_session_before_is_offered_again():
    b = Browser(server)
    b.sign_in("helen-marsh", PASSWORD)
    old = token_of(b)
    b.sign_in("helen-marsh", PASSWORD)
    page = b.post("/account/password", {"token": old, "old": "x", "password": "typed text"})
    same(page.status, 200)
    assert "still here" in page.text
    same(page.field("password"), "typed text")


# ---- what is sent --------------------------------------------------------------------------------------------

def every_reply_has_the_headers_that_protect():
    css = re.search(r'href="(/assets/app-[^"]*\.css)"', clerk.get("/sign-in").text).group(1)
    seen = [clerk.get("/health"), clerk.get("/sign-in"), clerk.get("/no/such/page"), clerk.get("/account"), clerk.get(css),
            clerk.ask("DELETE", "/sign-in"), Browser(server).get("/account"), clerk.post("/sign-out", {}, Origin="http://evil.example")]
    same([r.status for r in seen], [200, 200, 404, 200, 200, 405, 303, 403])
    for r in seen:
        policy = r.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
        assert "unsafe" not in policy
        same(r.headers["X-Content-Type-Options"], "nosniff")
        same(r.headers["Referrer-Policy"], "same-origin")
        same(r.headers["Cross-Origin-Opener-Policy"], "same-origin")
        same(r.headers["Server"], None)
    same(clerk.get("/account").headers["Cache-Control"], "no-store")
    same(seen[4].headers["Cache-Control"], "public, max-age=31536000, immutable")


def assets_are_compressed_and_known_again():
    css = re.search(r'href="(/assets/app-[^"]*\.css)"', clerk.get("/sign-in").text).group(1)
    plain, packed = clerk.get(css), clerk.ask("GET", css, None, {"Accept-Encoding": "br, gzip"})
    same(packed.headers["Content-Encoding"], "gzip")
    import gzip
    same(gzip.decompress(packed.body), plain.body)
    again = clerk.ask("GET", css, None, {"If-None-Match": f'W/"x", {plain.headers["ETag"]}'})
    same((again.status, again.body), (304, b""))
    same(clerk.ask("GET", css, None, {"If-None-Match": '"other"'}).status, 200)
    page = Browser(server).get("/sign-in")
    same(Browser(server).ask("GET", "/sign-in", None, {"If-None-Match": page.headers["ETag"]}).status, 304)
    head = clerk.ask("HEAD", "/health")
    same((head.status, head.body), (200, b""))


def a_wrong_method_says_which_is_right():
    reply = clerk.ask("PUT", "/sign-in")
    same((reply.status, reply.headers["Allow"]), (405, "GET, HEAD, POST"))
    same(clerk.ask("POST", "/health").status, 405)
    same(clerk.ask("BREW", "/health").status, 501)


def paths_are_taken_literally():
    for path, status in [("/../etc/passwd", 404), ("/%2e%2e/etc/passwd", 404), ("/assets/../health", 404), ("//health", 404),
                         ("/health/", 404), ("/./health", 404), ("/health%00", 404), ("/health%0a", 404), ("/%2fhealth", 404),
                         ("/assets%2fapp.css", 404), ("/assets/..%5c..%5chealth", 404), ("/h%65alth", 200), ("/%zz", 404), ("/%", 404),
                         ("/%ff", 404), ("/assets/", 404), ("/health?x=%zz", 400), ("/health?" + "a" * 5000, 414),
                         ("/health?" + "a=b&" * 200, 200)]:
        same(clerk.get(path).status, status, path)
    same(server.raw("GET health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", 5)[9:12], "404")
    same(server.raw("GET http://127.0.0.1/health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 5)[9:12], "200")


def only_names_of_this_machine_are_answered():
    for host, status in [("127.0.0.1", 200), ("localhost:99", 200), ("[::1]", 200), ("127.9.9.9:1", 200), ("evil.example", 400),
                         ("localhost.evil.example", 400), ("127.evil.example", 400), ("localhost:x@evil.example", 400), ("localhost:1/x", 400), ("", 400)]:
        same(clerk.ask("GET", "/health", None, {"Host": host}).status, status, host)


def no_header_can_be_smuggled_into_a_reply():
    for to in ("/x\r\nSet-Cookie: a=b", "/x\nX-Evil: 1", "//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)",
               "/" + "a" * 5000):
        reply = Browser(server).sign_in("helen-marsh", PASSWORD, to)
        same((reply.status, reply.place, reply.headers.get("X-Evil")), (303, "/", None), to)
    reply = Browser(server).get("/account?a=%0d%0aX-Evil:1")
    same(reply.headers.get("X-Evil"), None)


def what_is_too_large_is_refused():
    big = b"a=" + b"x" * (3 * 1024 * 1024)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    said = server.raw(b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999\r\n\r\n")
    same(said[9:12], "413", "said before it is sent")
    reply = clerk.ask("POST", "/sign-in", iter([big[i:i + 60000] for i in range(0, len(big), 60000)]), kind, encode_chunked=True)
    same(reply.status, 413, "in pieces")
    many = "&".join(f"f{i}=1" for i in range(5000))
    same(clerk.ask("POST", "/sign-in", many, kind).status, 400, "fields")
    same(clerk.ask("POST", "/sign-in", "n" * 300 + "=1", kind).status, 400, "a name")
    said = server.raw("GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + "y" * 60000 + "\r\n\r\n", 5)
    assert said[9:12] in ("431", "400", "") and "200 OK" not in said, said[:80]
    same(clerk.get("/health").status, 200)


def broken_forms_are_refused_whole():
    kind = {"Content-Type": "multipart/form-data; boundary=B"}
    part = '--B\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    good = part % ("person", "", "helen-marsh") + part % ("password", "", PASSWORD)
    same(Browser(server).ask("POST", "/sign-in", good + "--B--\r\n", kind).status, 303, "as it should be")
    for what, body, headers in [
        ("cut short", good, kind), ("cut within a part", good[:60], kind), ("cut within a head", good[:30], kind), ("empty", "", kind),
        ("no name", "--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--\r\n", kind),
        ("no boundary", good, {"Content-Type": "multipart/form-data"}),
        ("a long boundary", good, {"Content-Type": "multipart/form-data; boundary=" + "B" * 80}),
        ("a file where none is taken", part % ("f", '; filename="x.exe"', "MZ") + "--B--\r\n", kind),
        ("many parts", "".join(part % (i, "", "") for i in range(5000)) + "--B--\r\n", kind),
        ("a head without end", "--B\r\nX: " + "y" * 5000 + "\r\n\r\n\r\n--B--\r\n", kind),
        ("NUL in a field", part % ("person", "", "a\0b") + "--B--\r\n", kind),
        ("not UTF-8", b'--B\r\nContent-Disposition: form-data; name="p"\r\n\r\n\xff\xfe\r\n--B--\r\n', kind),
        ("JSON", '{"person": "helen-marsh"}', {"Content-Type": "application/json"}),
        ("half a percent sign", "person=%4", {"Content-Type": "application/x-www-form-urlencoded"}),
        ("a NUL", "person=%00", {"Content-Type": "application/x-www-form-urlencoded"}),
    ]:
        same(Browser(server).ask("POST", "/sign-in", body, headers).status, 400, what)


def a_request_cut_short_harms_nobody():
    for text in ("", "G", "GET", "GET /", "GET /health HTTP/1.1\r\n", "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nperson=x",
                 "\0\0\0\0", "\x16\x03\x01\x02\x00\x01", "GET /health HTTP/9.9\r\n\r\n", "GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"):
        s = server.socket()
        s.sendall(text.encode())
        s.close()
    same(clerk.get("/health").status, 200)


def the_log_names_nobody():
    clerk.get("/account?secret=hunter")
    Browser(server).sign_in("helen-marsh", "typed by mistake")
    log = server.words()
    for word in ("helen", "hunter", "typed", "127.0.0.1", clerk.cookie, server.link.split("/")[2]):
        assert word not in log, word
    assert re.search(r"GET /account 200 \d+", log) and "POST /invitation/{secret} 303" in log, log[-500:]


# ---- many and slow -------------------------------------------------------------------------------------------

def half_open_connections_stop_nobody():
    held = []
    try:
        for i in range(3000):
            s = socket.socket()
            s.settimeout(5)
            s.bind((f"127.0.0.{2 + i % 20}" if i % 2 else "127.0.0.1", 0))
            s.connect(("127.0.0.1", server.port))
            s.send(b"GET /health HTTP/1.1\r\nHost:" if i % 3 else b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\nper")
            held.append(s)
        begun = time.monotonic()
        for _ in range(10):
            same(clerk.get("/health").status, 200)
        took = time.monotonic() - begun
        assert took < 5, f"ten requests took {took:.1f} s"
    finally:
        for s in held:
            s.close()


def one_connection_serves_many_requests():
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    for i in range(200):
        connection.request("GET", ("/health", "/sign-in", "/nope")[i % 3])
        reply = connection.getresponse()
        reply.read()
        same(reply.status, (200, 200, 404)[i % 3])
    connection.close()


def many_at_once_are_all_answered():
    wrong = []

    def ask():
        try:
            for _ in range(20):
                if Browser(server).get("/sign-in").status != 200:
                    wrong.append("status")
        except Exception as why:
            wrong.append(str(why))
    threads = [threading.Thread(target=ask) for _ in range(20)]
    [t.start() for t in threads], [t.join(60) for t in threads]
    same(wrong, [])


# ---- where it listens ----------------------------------------------------------------------------------------

def an_address_that_others_reach_is_refused():
    for words, code in [(["--listen", "0.0.0.0:0"], 4), (["--listen", "[::]:0"], 4), (["--listen", "example.org:80"], 2),
                        (["--listen", "127.0.0.1"], 2), (["--listen", "127.0.0.1:99999"], 2), (["--header", "X-Person"], 2),
                        (["--header", "X-Person", "--origin", "https://x.example"], 4),
                        (["--header", "X-Person", "--origin", "https://x.example", "--listen", "127.0.0.1:0"], 4),
                        (["--listen", f"127.0.0.1:{server.port}"], 1)]:
        home.run("serve", *words, code=code)


def a_proxy_on_a_unix_socket_names_the_person():
    home.run("account", "link", "helen-marsh", "tenant-1/object-7", "--admin")
    where = os.path.join(home.top, "proxy.sock")
    behind = Server(home, "--header", "X-Person-Id", "--origin", "https://record.example", unix=where)
    try:
        same(oct(os.stat(where).st_mode & 0o777), "0o660")
        b = Browser(behind)
        page = b.ask("GET", "/account", None, {"X-Person-Id": "tenant-1/object-7"})
        assert page.status == 200 and "Helen Marsh" in page.text
        same(b.get("/account").status, 401)
        same(b.ask("GET", "/account", None, {"X-Person-Id": "tenant-1/object-8"}).status, 403)
        same(b.ask("GET", "/account", None, {"X-Person-Id": "helen-marsh"}).status, 403, "the id outside counts, once there is one")
        same(b.get("/sign-in").status, 404)
        same(b.ask("GET", "/account", None, {"X-Person": "tenant-1/object-7"}).status, 401, "another header says nothing")
        sent = {"X-Person-Id": "tenant-1/object-7"}
        same(b.post("/account/sign-out-everywhere", {"token": page.field("token")}, Origin="https://evil.example", **sent).status, 403)
    finally:
        behind.stop()
    assert not os.path.exists(where), "the socket is taken away"
    same(clerk.ask("GET", "/account", None, {"X-Person-Id": "tenant-1/object-7", "Cookie": None}).status, 303,
         "without header mode such a header is nothing")


def systemd_may_hand_a_socket_over():
    listening = socket.create_server(("127.0.0.1", 0))
    os.set_inheritable(listening.fileno(), True)
    script = f"exec 3<&{listening.fileno()}; LISTEN_PID=$$ LISTEN_FDS=1 exec '{PROGRAM}' -C '{home.path}' serve"
    given = Server(home, command=["sh", "-c", script])
    try:
        same(given.port, listening.getsockname()[1])
        same(Browser(given).get("/health").status, 200)
    finally:
        given.stop()
        listening.close()


def a_stop_lets_what_runs_come_to_its_end():
    other = Server(home)
    s = other.socket()
    body = urllib.parse.urlencode({"person": "helen-marsh", "password": PASSWORD})
    s.sendall("POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
              f"Content-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n".encode())
    same(s.recv(4096), b"HTTP/1.1 100 Continue\r\n\r\n")
    s.sendall(body[:10].encode())
    other.process.send_signal(signal.SIGTERM)
    until = time.monotonic() + 30
    try:
        while time.monotonic() < until:  # until it lets nobody in any more
            other.socket().close()
            time.sleep(0.01)
    except ConnectionError:
        pass
    s.sendall(body[10:].encode())
    same(s.recv(4096)[:12], b"HTTP/1.1 303")
    s.close()
    other.stop()


ORDER = [v for k, v in list(globals().items()) if callable(v) and getattr(v, "__module__", "") == "__main__" and v.__code__.co_argcount == 0]
try:
    run(ORDER)
finally:
    try:
        server.stop()
    finally:
        home.remove()
