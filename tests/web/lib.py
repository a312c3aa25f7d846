"""A server on a home of its own, for tests: port 0, bounded in time, ended by its process id. Requests as a browser sends them."""
import html, http.client, os, re, resource, shutil, signal, socket, subprocess, sys, tempfile, time, urllib.parse

START_SECONDS, STOP_SECONDS, REPLY_SECONDS = 60, 30, 30


def more_files():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536), hard))


class Home:
    def __init__(self, program, on="2005-10-20"):
        self.program, self.on = program, on
        self.top = tempfile.mkdtemp(prefix="mb-web-")
        self.path = os.path.join(self.top, "home")
        self.run("init", self.path, "--rehearsal")

    def run(self, *words, code=0):
        done = subprocess.run([self.program, *(["-C", self.path] if words[0] != "init" else []), *words], capture_output=True, text=True,
                              timeout=START_SECONDS)
        assert done.returncode == code, f"{words}: {done.returncode}, not {code}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def remove(self):
        shutil.rmtree(self.top, ignore_errors=True)


class Story(Home):
    """The home that scripts/story makes: a quarter of a year of the invented partnership."""

    def __init__(self, program, source):
        super().__init__(program, on="2006-01-18")
        shutil.rmtree(self.path)
        subprocess.run([program, "--on", "2005-09-01", "init", self.path, "--rehearsal"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([os.path.join(source, "scripts", "story"), program, self.path], check=True, stdout=subprocess.DEVNULL, timeout=200)


class Server:
    """minutebook serve; .port or .unix says where."""

    def __init__(self, home, *options, unix=None, command=None, env=None):
        self.log = open(os.path.join(home.top, "log"), "ab+")
        self.from_byte = self.log.tell()
        where = ["--unix", unix] if unix else ["--listen", "127.0.0.1:0"]
        words = command or [home.program, "-C", home.path, "serve", *where, "--on", home.on, *options]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=self.log, text=True, env=env, close_fds=command is None)
        self.unix, self.port, self.link, said = unix, None, None, ""
        end = time.monotonic() + START_SECONDS
        for line in self.process.stdout:
            said += line
            found = re.search(r"/invitation/([A-Za-z0-9_-]+)", line)
            if found:
                self.link = found.group(0)
            if line.startswith("Serving on "):
                self.port = int(line.rstrip("/\n").rsplit(":", 1)[1]) if not unix else None
                return
            if time.monotonic() > end:
                break
        self.process.kill()
        raise AssertionError(f"the server did not start: {said}{self.words()}")

    def words(self):
        self.log.flush()
        with open(self.log.name, "rb") as f:
            f.seek(self.from_byte)
            return f.read().decode()

    def stop(self, code=0):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            got = self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError("the server did not stop")
        self.process.stdout.close()
        assert got == code, f"the server ended with {got}\n{self.words()[-3000:]}"

    def socket(self, source=None):
        if self.unix:
            s = socket.socket(socket.AF_UNIX)
            s.settimeout(REPLY_SECONDS)
            s.connect(self.unix)
            return s
        return socket.create_connection(("127.0.0.1", self.port), REPLY_SECONDS, source_address=source)

    def raw(self, text, wait=REPLY_SECONDS):
        """Bytes as they are; everything that comes back until the server closes or nothing more comes."""
        s = self.socket()
        s.settimeout(wait)
        s.sendall(text if isinstance(text, bytes) else text.encode())
        got = b""
        try:
            while True:
                piece = s.recv(65536)
                if not piece:
                    break
                got += piece
        except socket.timeout:
            pass
        s.close()
        return got.decode("utf-8", "replace")


class Reply:
    def __init__(self, answer):
        self.status, self.headers = answer.status, answer.headers
        self.body = answer.read()
        self.text = self.body.decode("utf-8", "replace")
        self.place = self.headers.get("Location")

    def field(self, name):
        found = re.search(r'name="%s" value="([^"]*)"' % re.escape(name), self.text)
        return html.unescape(found.group(1)) if found else None


class Browser:
    """Keeps its cookie, says where a form comes from, does not follow redirects."""

    def __init__(self, server):
        self.server, self.cookie = server, None

    def ask(self, method, target, body=None, headers=None, **more):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port or 80, timeout=REPLY_SECONDS)
        connection.sock = self.server.socket()
        sent = {"Host": f"127.0.0.1:{self.server.port}"} if self.server.port else {"Host": "record.example"}
        if self.cookie:
            sent["Cookie"] = f"theme=dark; __Host-s={self.cookie}; other=1"
        sent.update(headers or {})
        connection.request(method, target, body, {k: v for k, v in sent.items() if v is not None}, **more)
        try:
            reply = Reply(connection.getresponse())
        except http.client.HTTPException as why:
            raise AssertionError(f"{method} {target[:60]}: {why}")
        connection.close()
        for line in reply.headers.get_all("Set-Cookie") or []:
            value = line.split(";")[0]
            assert value.startswith("__Host-s="), line
            self.cookie = value.split("=", 1)[1] or None
        return reply

    def get(self, target, **headers):
        return self.ask("GET", target, None, headers)

    def post(self, target, fields, **headers):
        own = f"http://127.0.0.1:{self.server.port}" if self.server.port else "https://record.example"
        sent = {"Content-Type": "application/x-www-form-urlencoded", "Origin": own, "Sec-Fetch-Site": "same-origin"}
        sent.update(headers)
        return self.ask("POST", target, urllib.parse.urlencode(fields), sent)

    def sign_in(self, person, password, to="/"):
        return self.post("/sign-in", {"person": person, "password": password, "to": to})


def run(tests):
    """Each test by its name; all are run, failures told at the end."""
    failed = []
    for test in tests:
        name = test.__name__.replace("_", " ")
        begun = time.monotonic()
        try:
            test()
            print(f"ok   {name} ({time.monotonic() - begun:.1f} s)", flush=True)
        except Exception as why:
            failed.append(name)
            print(f"FAIL {name}: {type(why).__name__}: {why}", flush=True)
            if os.environ.get("MB_TRACE"):
                import traceback
                traceback.print_exc()
    print(f"{len(tests) - len(failed)} of {len(tests)} hold")
    sys.exit(1 if failed else 0)
