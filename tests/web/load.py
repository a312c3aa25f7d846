#!/usr/bin/env python3
"""The server under load: many clients that stay, ten thousand that never finish asking, a stop in the middle of it.
Usage: load.py PROGRAM [SECONDS]   of the long trial; a few without"""
import os
import re
import resource
import selectors
import signal
import socket
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import Browser, Home, Server, more_files, run  # noqa: E402

program, seconds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 4
CLIENTS, HALF_OPEN, PASSWORD = 200, 10000, "heron stands in still water"
GROWS_MB = 8  # caches that fill are bounded; what grows with requests would pass this in a minute
more_files()
home = Home(program)
server = Server(home)
clerk = Browser(server)
assert clerk.post(server.link, {"password": PASSWORD, "again": PASSWORD}).status == 303


class Client:
    """Asks one address after the other on a connection that stays."""

    def __init__(self, port, targets, cookie):
        self.port, self.targets, self.cookie = port, targets, cookie
        self.asked = self.answered = 0
        self.got, self.socket, self.ended, self.fresh = b"", None, None, True

    def connect(self):
        self.socket = socket.create_connection(("127.0.0.1", self.port), 30)
        self.socket.setblocking(False)
        self.got, self.fresh = b"", True

    def ask(self):
        target = self.targets[self.asked % len(self.targets)]
        cookie = f"Cookie: __Host-s={self.cookie}\r\n" if self.cookie else ""
        self.asked += 1
        self.socket.send(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{cookie}\r\n".encode())

    def take(self):
        """@return whether a reply is whole; raises what is wrong with it"""
        piece = self.socket.recv(1 << 18)
        if not piece:
            raise ConnectionError(f"closed after {len(self.got)} bytes of a reply")
        self.got += piece
        end = self.got.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = self.got[:end].decode()
        if not head.startswith("HTTP/1.1 200"):
            raise AssertionError(head.split("\r\n")[0])
        length = int(re.search(r"(?i)\r\nContent-Length: (\d+)", head).group(1))
        if len(self.got) < end + 4 + length:
            return False
        assert len(self.got) == end + 4 + length, "more than was said"
        self.answered += 1
        self.ended = "\r\nConnection: close" in head
        self.got, self.fresh = b"", False
        return True


def rss_mb(pid):
    with open(f"/proc/{pid}/status") as f:
        return int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1)) / 1024


def drive(clients, until, lost):
    """Each client asks as soon as it is answered. until() ends it: then what was asked is still waited for."""
    waiting = selectors.DefaultSelector()
    for c in clients:
        c.connect()
        waiting.register(c.socket, selectors.EVENT_READ, c)
        c.ask()
    open_now, stop = len(clients), time.monotonic() + 120
    while open_now and time.monotonic() < stop:
        ending = until()
        for key, _ in waiting.select(0.2):
            c, again = key.data, False
            try:
                if not c.take():
                    continue
                again = not ending
            except (OSError, AssertionError, ValueError) as why:
                if not (c.fresh and isinstance(why, OSError)):  # a connection nobody had let in yet
                    lost.append(f"{type(why).__name__}: {why}")
            if again and not c.ended:
                c.ask()
                continue
            waiting.unregister(c.socket)
            c.socket.close()
            open_now -= 1
            if again:
                try:
                    c.connect()
                    c.ask()
                    waiting.register(c.socket, selectors.EVENT_READ, c)
                    open_now += 1
                except OSError:
                    pass  # it no longer listens
    assert open_now == 0, f"{open_now} clients were never answered"


def clients_that_stay_are_all_answered_and_memory_stays_flat():
    begun, sizes, lost = [], [], []
    public, private = ["/sign-in", "/health", "/accessibility"], ["/decisions", "/", "/registers", "/search?q=trust", "/meetings", "/groups"]
    clients = [Client(server.port, public if i % 4 == 0 else private + [f"/papers?page={i}"], None if i % 4 == 0 else clerk.cookie)
               for i in range(CLIENTS)]

    def until():
        if not begun:  # the time counts from when each has seen all its pages, and they are kept
            if min(c.answered - len(c.targets) for c in clients) < 0:
                return False
            begun.append(time.monotonic())
        sizes.append((time.monotonic() - begun[0], rss_mb(server.process.pid)))
        return sizes[-1][0] > seconds

    drive(clients, until, lost)
    asked, answered = sum(c.asked for c in clients), sum(c.answered for c in clients)
    assert not lost, f"{len(lost)} of {asked} went wrong, such as: {lost[0]}"
    assert asked == answered, (asked, answered)
    assert min(c.answered for c in clients) > 0
    assert sizes, "not everybody was answered"
    early = max(mb for at, mb in sizes if at < seconds / 3)
    grown = sizes[-1][1] - early
    print(f"     {answered} answers to {CLIENTS} clients in {seconds} s; {early:.1f} MB after a third, {grown:+.1f} MB since")
    assert grown < GROWS_MB, f"memory grew by {grown:.1f} MB"


def ten_thousand_half_open_connections_stop_nobody():
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    n = min(HALF_OPEN, limit - 200)
    if n < HALF_OPEN:
        print(f"     only {n}: this process may have {limit} files")
    half = [b"GET /health HTTP/1.1\r\nHost:", b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\nper", b"G", b""]
    held, took = [], []
    try:
        for i in range(n):
            s = socket.socket()
            s.settimeout(20)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            s.bind((f"127.0.{1 + i % 3}.{1 + i % 200}", 0))
            s.connect(("127.0.0.1", server.port))
            s.send(half[i % len(half)])
            held.append(s)
            if i % 500 == 499:
                begun = time.monotonic()
                assert clerk.get("/decisions").status == 200
                took.append(time.monotonic() - begun)
        assert len(held) == n
        for _ in range(20):
            begun = time.monotonic()
            assert clerk.get("/decisions").status == 200
            took.append(time.monotonic() - begun)
    finally:
        for s in held:
            s.close()
    print(f"     {n} held; another's {len(took)} requests took {max(took) * 1000:.0f} ms at most")
    assert sorted(took)[len(took) // 2] < 2 and max(took) < 10, took


def a_stop_under_load_loses_no_request():
    other, lost = Server(home), []
    clients = [Client(other.port, ["/decisions", "/sign-in"], clerk.cookie if i % 2 else None) for i in range(60)]
    for c in clients:
        if c.cookie is None:
            c.targets = ["/sign-in", "/health"]
    begun, told = time.monotonic(), []

    def until():
        if not told and time.monotonic() - begun > 1:
            other.process.send_signal(signal.SIGTERM)
            told.append(time.monotonic())
        return bool(told) and time.monotonic() - told[0] > 20

    drive(clients, until, lost)
    other.process.wait(30)  # told once: a second time could come when it no longer listens for that either
    other.stop()
    assert told and not lost, f"{len(lost)} requests were lost, such as: {lost[:1]}"
    took = time.monotonic() - told[0]
    print(f"     {sum(c.answered for c in clients)} answers; it had ended {took:.1f} s after it was told")
    assert took < 10


ORDER = [clients_that_stay_are_all_answered_and_memory_stays_flat]
if len(sys.argv) <= 2:
    ORDER += [ten_thousand_half_open_connections_stop_nobody, a_stop_under_load_loses_no_request]
try:
    run(ORDER)
finally:
    try:
        server.stop()
    finally:
        home.remove()
