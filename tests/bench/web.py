#!/usr/bin/env python3
"""What pages cost, against libmicrohttpd alone and two wikis in the same run: web.py PROGRAM BARE HOME FOLDER SECONDS

HOME is changed. CPU is that of the serving process, threads and children it has waited for, divided by the requests that wrk counted:
other work on the machine shows less in it than in any latency. Prints one line a number: what it is, its aim, whether it is met."""
import gzip
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "web"))
from lib import Browser, Home, Server  # noqa: E402

program, bare_program, home_path, folder = sys.argv[1:5]
seconds = int(sys.argv[5])
ROUNDS, CONNECTIONS, COLD_TRIES, WIKI_PAGES = 3, 16, 7, 50
TICK = os.sysconf("SC_CLK_TCK")
PASSWORD = "heron stands in still water"
GIT = ["git", "-C", os.path.join(home_path, "record.git")]


# ---- numbers -------------------------------------------------------------------------------------------------

def line(what, value, unit, sign=None, aim=None):
    met = "" if sign is None else "met" if (value <= aim if sign == "<=" else value >= aim) else "not met"
    aimed = f"{sign} {aim:g} {unit}" if sign else ""
    print(f"{what:<62} {value:>9.{2 if value < 10 else 1 if value < 100 else 0}f} {unit:<2}   {aimed:<12} {met}", flush=True)


def cpu_us(pid):
    """Of all its threads to the nanosecond, and of children that have ended."""
    own = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/schedstat") as f:
            own += int(f.read().split()[0]) / 1000
    with open(f"/proc/{pid}/stat") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return own + (int(fields[13]) + int(fields[14])) / TICK * 1e6


def rss_mb(pid):
    with open(f"/proc/{pid}/status") as f:
        return int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1)) / 1024


def load(pid, url, connections, duration, headers=()):
    """@return CPU a request in us, requests a second, latency at 50 and 99 % in ms, what went wrong"""
    before = cpu_us(pid)
    words = ["wrk", "-t2", f"-c{connections}", f"-d{duration}", "--latency", *[w for h in headers for w in ("-H", h)], url]
    said = subprocess.run(words, capture_output=True, text=True, timeout=duration + 60).stdout
    n, took = re.search(r"(\d+) requests in ([\d.]+)(?:s|m)", said).groups()
    unit = {"us": 1e-3, "ms": 1, "s": 1e3, "m": 6e4}
    at = {p: float(v) * unit[u] for p, v, u in re.findall(r"(50|99)%\s+([\d.]+)(us|ms|s|m)\b", said)}
    wrong = re.findall(r"Non-2xx.*|Socket errors.*", said)
    if int(n) == 0:
        raise RuntimeError(f"no request to {url} was answered\n{said}")
    return (cpu_us(pid) - before) / int(n), int(n) / float(took), at.get("50", 0), at.get("99", 0), wrong


def first_byte_ms(port, target, headers=()):
    begun = time.monotonic()
    s = socket.create_connection(("127.0.0.1", port), 60)
    lines = "".join(h + "\r\n" for h in headers)
    s.sendall(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}Connection: close\r\n\r\n".encode())
    first = s.recv(12)
    took = (time.monotonic() - begun) * 1000
    while s.recv(65536):
        pass
    s.close()
    assert first == b"HTTP/1.1 200", (target, first)
    return took


# ---- the record ----------------------------------------------------------------------------------------------

class Kept(Home):
    """A home that is there already."""

    def __init__(self, path, day):
        self.program, self.path, self.top, self.on = program, path, folder, day


def git(*words):
    return subprocess.run([*GIT, *words], capture_output=True, text=True, check=True).stdout


def middle(paths, pattern):
    fit = [p for p in paths if re.search(pattern, p)]
    return fit[len(fit) // 2]


last_day = git("log", "-1", "--format=%cs", "main").strip()
home = Kept(home_path, last_day)
files = git("ls-tree", "-r", "--name-only", "main").split("\n")
decision_path = middle(files, r"/decisions/\d+/.*\.md$")
DECISION = os.path.basename(decision_path)[:-3]
MEETING = os.path.basename(os.path.dirname(middle(files, r"/meetings/\d+/.*/meeting\.md$")))
PAGES = [("decision page", f"/decisions/{DECISION}"), ("register of 50 decisions", "/decisions"),
         ("search", "/search?q=budget"), ("meeting page", f"/meetings/{MEETING}")]


def change(n):
    """Another event on main, as anybody's edit makes one."""
    path = os.path.join(folder, "changed.md")
    with open(path, "w") as f:
        f.write(git("show", "main:README.md") + f"\nChange {n} of a measurement.\n")
    home.run("--on", last_day, "--as", "beth-corrigan", "edit", "README.md", "--file", path)


def make_public():
    path = os.path.join(folder, "partnership.yaml")
    text = git("show", "main:partnership.yaml")
    if "\npublic: false" in text:
        with open(path, "w") as f:
            f.write(text.replace("\npublic: false", "\npublic: true"))
        home.run("--on", last_day, "--as", "beth-corrigan", "edit", "partnership.yaml", "--file", path)


# ---- measuring -----------------------------------------------------------------------------------------------

class Bare:
    """The same bytes from memory."""

    def __init__(self, reply):
        kept = [(k, v) for k, v in reply.headers.items() if k.lower() not in ("content-length", "date", "connection")]
        for name, data in (("headers", "".join(f"{k}: {v}\n" for k, v in kept).encode()), ("body", reply.body)):
            with open(os.path.join(folder, name), "wb") as f:
                f.write(data)
        self.process = subprocess.Popen([bare_program, os.path.join(folder, "headers"), os.path.join(folder, "body")],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def stop(self):
        self.process.stdin.close()
        self.process.wait(20)


def kept_against_bare(server, target, sent):
    """The same page and header against the same bytes from memory. @return CPU of ours, of the other, times, rate and latencies, the page"""
    headers = [f"{k}: {v}" for k, v in sent.items()]
    Browser(server).get(target, **sent)
    reply = Browser(server).get(target, **sent)
    assert reply.status == 200, (target, reply.status)
    assert (reply.headers["Content-Encoding"] == "gzip") == bool(sent), (target, reply.headers.items())
    bare = Bare(reply)
    ours, alone, latency = [], [], []
    try:
        for _ in range(ROUNDS):
            alone.append(load(bare.process.pid, f"http://127.0.0.1:{bare.port}{target}", CONNECTIONS, seconds, headers)[0])
            cpu, rate, p50, p99, wrong = load(server.process.pid, f"http://127.0.0.1:{server.port}{target}", CONNECTIONS, seconds, headers)
            assert not wrong, wrong
            ours.append(cpu)
            latency.append((rate, p50, p99))
    finally:
        bare.stop()
    return (statistics.median(ours), statistics.median(alone), statistics.median(o / a for o, a in zip(ours, alone)),
            sorted(latency)[ROUNDS // 2], reply)


def warm_public(server):
    """As sent to browsers, all of which take gzip, and to who does not, as wrk. @return CPU of a request for the decision page, not packed"""
    of_decision = None
    for name, target in PAGES:
        for how, sent in (("gzipped", {"Accept-Encoding": "gzip, deflate, br"}), ("plain", {})):
            cpu, alone, times, (rate, p50, p99), reply = kept_against_bare(server, target, sent)
            line(f"{name}, public and kept, {how}, CPU a request", cpu, "us")
            line("  libmicrohttpd alone, the same bytes", alone, "us")
            line("  times", times, "x", "<=", 1.7)
            line(f"  {rate:.0f} requests a second; half within {p50:.2f} ms, 99 of 100 within", p99, "ms")
            if sent:
                line("  weight", len(reply.body) / 1024, "KB", "<=", 30)
            else:
                of_decision = of_decision or cpu
    return of_decision


def cold(server):
    """After a change, so that nothing of a page is kept; and the first of all after the start, of another server for each page."""
    n = 0
    for name, target in PAGES:
        changed, cpu = [], []
        for _ in range(COLD_TRIES):
            change(n := n + 1)
            before = cpu_us(server.process.pid)
            changed.append(first_byte_ms(server.port, target))
            cpu.append((cpu_us(server.process.pid) - before) / 1000)
        line(f"{name}, first byte after a change", statistics.median(changed), "ms", "<=", 50)
        line("  of that CPU", statistics.median(cpu), "ms")
    for name, target in PAGES:
        started, cpu = [], []
        for _ in range(3):
            fresh = Server(home)
            before = cpu_us(fresh.process.pid)
            started.append(first_byte_ms(fresh.port, target))
            cpu.append((cpu_us(fresh.process.pid) - before) / 1000)
            fresh.stop()
        line(f"{name}, first byte after the start", statistics.median(started), "ms", "<=", 50)
        line("  of that CPU", statistics.median(cpu), "ms")


def signed_in(server):
    clerk = Browser(server)
    if server.link:
        assert clerk.post(server.link, {"password": PASSWORD, "again": PASSWORD}).status == 303
    else:
        assert clerk.sign_in("beth-corrigan", PASSWORD).status == 303
    cookie = f"Cookie: __Host-s={clerk.cookie}"
    for name, target in [*PAGES, ("the board officer's first page", "/")]:
        reply = clerk.get(target)
        assert reply.status == 200, (target, reply.status)
        rounds = [load(server.process.pid, f"http://127.0.0.1:{server.port}{target}", CONNECTIONS, seconds, [cookie]) for _ in range(ROUNDS)]
        assert not any(r[4] for r in rounds), rounds
        aim = ("<=", 300) if name.startswith("register") else ()
        line(f"{name}, signed in, CPU a request", statistics.median(r[0] for r in rounds), "us", *aim)
        line("  weight, gzip -6", len(gzip.compress(reply.body, 6)) / 1024, "KB", "<=", 30)
        before, made = cpu_us(server.process.pid), 20
        for i in range(made):
            first_byte_ms(server.port, f"{target}{'&' if '?' in target else '?'}n={i}", [cookie])
        aim = ("<=", 50) if target == "/" else ()
        line("  made anew, CPU", (cpu_us(server.process.pid) - before) / made / 1000, "ms", *aim)


def many_clients(server):
    target = f"http://127.0.0.1:{server.port}{PAGES[0][1]}"
    load(server.process.pid, target, 200, 1)
    before = rss_mb(server.process.pid)
    cpu, rate, p50, p99, wrong = load(server.process.pid, target, 200, 2 * seconds)
    line(f"200 clients, {2 * seconds} s, errors", len(wrong), "", "<=", 0)
    line("  memory grew by", rss_mb(server.process.pid) - before, "MB", "<=", 4)
    line(f"  {rate:.0f} requests a second; half within {p50:.1f} ms, 99 of 100 within", p99, "ms")


# ---- the wikis -----------------------------------------------------------------------------------------------

def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def answers(port, target, limit=60):
    end = time.monotonic() + limit
    while time.monotonic() < end:
        try:
            s = socket.create_connection(("127.0.0.1", port), 5)
            s.sendall(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
            if s.recv(12).endswith(b" 200"):
                return True
        except OSError:
            pass
        time.sleep(0.2)
    return False


def wiki_text():
    body = git("show", f"main:{decision_path}").split("\n---\n", 1)[-1]
    return f"# {DECISION}\n\n{body}\n"


def fossil():
    where = os.path.join(folder, "fossil")
    os.mkdir(where)
    env = dict(os.environ, HOME=where, USER="bench")
    repository, page = os.path.join(where, "wiki.fossil"), os.path.join(where, "page.md")
    with open(page, "w") as f:
        f.write(wiki_text())
    for words in [["init", repository], *[["wiki", "create", f"Page{i}", page, "-M", "text/x-markdown", "-R", repository]
                                           for i in range(WIKI_PAGES)]]:
        subprocess.run(["fossil", *words], env=env, check=True, capture_output=True)
    port = free_port()
    process = subprocess.Popen(["fossil", "server", "--localhost", "--port", str(port), repository], env=env,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return process, port, "/wiki?name=Page1"


def gitit(cache):
    where = os.path.join(folder, f"gitit-{cache}")
    os.makedirs(os.path.join(where, "wikidata"))
    env = dict(os.environ, HOME=where, LANG="C.UTF-8", GIT_AUTHOR_NAME="b", GIT_AUTHOR_EMAIL="b@example.org", GIT_COMMITTER_NAME="b",
               GIT_COMMITTER_EMAIL="b@example.org")
    settings = subprocess.run(["gitit", "--print-default-config"], env=env, capture_output=True, text=True, check=True).stdout
    for name, value in (("use-cache", cache), ("require-authentication", "none")):
        settings = re.sub(rf"(?m)^{name}:.*$", f"{name}: {value}", settings)
    with open(os.path.join(where, "gitit.conf"), "w") as f:
        f.write(settings)
    pages = os.path.join(where, "wikidata")
    subprocess.run(["git", "init", "-q", "-b", "master", pages], env=env, check=True)
    for i in range(WIKI_PAGES):
        with open(os.path.join(pages, f"Page{i}.page"), "w") as f:
            f.write(wiki_text())
    subprocess.run(["git", "-C", pages, "add", "."], env=env, check=True)
    subprocess.run(["git", "-C", pages, "commit", "-q", "-m", "Pages"], env=env, check=True)
    port = free_port()
    process = subprocess.Popen(["gitit", "-f", "gitit.conf", "-l", "127.0.0.1", "-p", str(port)], env=env, cwd=where,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return process, port, "/Page1"


def one_peer(name, program, start, ours, ours_rate):
    if not shutil.which(program):
        print(f"{name}: not installed and not to be had from apt here, so not measured")
        return
    process = None
    try:
        process, port, target = start()
        if not answers(port, target):
            raise RuntimeError("does not answer")
        cpu, rate, p50, p99, wrong = load(process.pid, f"http://127.0.0.1:{port}{target}", 4, seconds)
        line(f"{name}, requests a second", rate, "")
        line("  our decision page, times as many from as many clients", ours_rate / rate, "x", ">=", 50)
        line("  CPU a request", cpu, "us")
        line("  times ours", cpu / ours, "x")
        if wrong:
            print(f"  {'; '.join(wrong)}")
    except (RuntimeError, OSError, subprocess.SubprocessError) as why:
        print(f"{name}: could not be measured: {why}")
    finally:
        if process:
            process.terminate()
            process.wait(20)


def peers(ours, ours_rate):
    one_peer("gitit as installed: renders the same text each time", "gitit", lambda: gitit("no"), ours, ours_rate)
    one_peer("gitit, the same from its cache", "gitit", lambda: gitit("yes"), ours, ours_rate)
    one_peer("fossil, a wiki page of the same text", "fossil", fossil, ours, ours_rate)


make_public()
served = Server(home)
try:
    first_byte_ms(served.port, "/search?q=budget")  # the first search reads all texts, once in the life of an index
    decision_cpu = warm_public(served)
    signed_in(served)
    many_clients(served)
    rate_of_four = load(served.process.pid, f"http://127.0.0.1:{served.port}{PAGES[0][1]}", 4, seconds)[1]
    cold(served)
finally:
    served.stop()
peers(decision_cpu, rate_of_four)
