// Shared by the tests in a browser: the browser, a server for static pages, the program on a fresh record, looking at a page.
import { chromium } from "playwright-core";
import { spawn, execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";

export const widths = [
  [1280, 900],
  [820, 1180],
  [320, 640],
];
export const patience = 60000; // milliseconds until something awaited is given up: a machine with much to do is slow, not wrong
const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--lang=en-GB",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/** A browser with a profile of its own. options: forced (colours), width, height. Give back close() when done. */
export async function browser(options = {}) {
  const profile = mkdtempSync(join(tmpdir(), "mb-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    timeout: patience,
    args: flags,
    viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
    reducedMotion: "reduce",
    forcedColors: options.forced ? "active" : "none",
    locale: "en-GB",
    timezoneId: "Europe/London",
    env: { ...process.env, LANG: "en_GB.UTF-8", LANGUAGE: "en_GB" },
  });
  context.setDefaultTimeout(patience);
  return {
    context,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }); // its last process may still write there
    },
  };
}

/** A page on which no script of the site runs. Scripts are blocked as files: with JavaScript off axe would hang. */
export async function withoutScripts(context) {
  const page = await context.newPage();
  await page.route(/\.js(\?|$)/, (route) => route.abort());
  return page;
}

/** A picture of the whole page, as somebody would see it on a screen tall enough. */
export async function shot(page, path) {
  const { width } = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height });
  await page.screenshot({ path });
}

/** What goes wrong on a page besides: errors of scripts, files that are not there. Not that a page itself is a 404. */
export function complaints(page) {
  const said = [];
  page.on("pageerror", (e) => said.push(`script: ${e}`));
  page.on("console", (m) => {
    if (m.type() === "error" && !/Failed to load resource/.test(m.text())) said.push(`console: ${m.text()}`);
  });
  page.on("response", (r) => {
    if (r.status() >= 400 && !r.request().isNavigationRequest()) said.push(`${r.url()} is ${r.status()}`);
  });
  return said;
}

const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };
const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
  "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Serve a folder on loopback, with the content policy of the program or none. */
export async function serveFolder(folder, options = {}) {
  const server = createServer((request, reply) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    try {
      const bytes = readFileSync(join(folder, path));
      reply.writeHead(200, { "Content-Type": types[extname(path)] ?? "text/plain", ...(options.policy === false ? {} : { "Content-Security-Policy": policy }) });
      reply.end(bytes);
    } catch {
      reply.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((done) => (server.closeAllConnections?.(), server.close(done))),
  };
}

/** A home of its own for a test: a rehearsal record of the shipped template. run() gives what a command prints. on: its first day. */
export function freshHome(program, { on } = {}) {
  const top = mkdtempSync(join(tmpdir(), "mb-web-"));
  const path = join(top, "home");
  run(program, [...(on ? ["--on", on] : []), "init", path, "--rehearsal"]);
  return {
    path,
    run: (...words) => run(program, ["-C", path, ...words]),
    remove: () => rmSync(top, { recursive: true, force: true }),
  };
}

/** The home that scripts/story makes of the invented partnership. open: its public pages are on; partnership: changes its file. */
export function storyHome(program, source, { open = false, partnership } = {}) {
  const top = mkdtempSync(join(tmpdir(), "mb-web-"));
  const path = join(top, "home");
  const words = ["--on", "2005-09-01", "init", path, "--rehearsal"];
  if (open || partnership) {
    const template = join(top, "template");
    const file = join(template, "partnership.yaml.in");
    cpSync(join(source, "repo-template"), template, { recursive: true });
    const text = readFileSync(file, "utf8").replace(/^public: false$/m, `public: ${open}`);
    writeFileSync(file, partnership ? partnership(text) : text);
    words.push("--name", "Wendlebury Children's Trust", "--template", template);
  }
  run(program, words);
  run(join(source, "scripts", "story"), [program, path]);
  return {
    top,
    path,
    run: (...more) => run(program, ["-C", path, ...more], { stdio: ["ignore", "pipe", "pipe"] }),
    remove: () => rmSync(top, { recursive: true, force: true }),
  };
}

/** What must hold of a record after people have worked on it: a list of sentences, empty when nothing is wrong. */
export function unsound(home) {
  const said = [];
  const check = (what, fn) => {
    try {
      fn();
    } catch (e) {
      said.push(`${what}: ${e.stdout ?? ""}${e.stderr ?? ""}${e.message ?? e}`);
    }
  };
  check("verify", () => {
    if (!/The record is sound/.test(home.run("verify"))) throw new Error("the record is not sound");
  });
  check("index check", () => home.run("index", "check"));
  check("git fsck", () => run("git", ["-C", join(home.path, "record.git"), "fsck", "--strict", "--no-dangling"]));
  return said;
}

/** Do what leads to another page, and wait for that. */
export async function after(page, act) {
  await page.evaluate(() => (globalThis.mbBefore = true));
  await act();
  await page.waitForFunction(() => !globalThis.mbBefore && document.readyState === "complete");
}
export const press = (locator) => after(locator.page(), () => locator.click());

/** What a journey finds on its way: expect() that something is so, look() at a page as it stands (axe, errors, no sideways scroll). */
export function journey(name) {
  const found = [];
  let count = 0;
  return {
    found,
    expect(what, ok, more = "") {
      count++;
      if (!ok) found.push(`${what}${more ? `: ${String(more).replace(/\s+/g, " ").slice(0, 300)}` : ""}`);
    },
    after,
    press,
    async shows(page, what, ...words) {
      const text = await page.locator("body").innerText();
      for (const word of words) this.expect(`${what} shows "${word}"`, text.includes(word), `${page.url()} ${text.slice(0, 200)}`);
    },
    async look(page, what, said = []) {
      count++;
      for (const f of [...(await axe(page)), ...said.splice(0)]) found.push(`${what} (${new URL(page.url()).pathname}): ${f}`);
    },
    finish: () => finish(name, count, found),
  };
}

/** A browser of somebody's own, signed in by an invitation. The board officer comes in by the server's first link. */
export async function personAt(server, home, id, options = {}) {
  const { context, close } = await browser(options);
  const page = options.scripts === false ? await withoutScripts(context) : await context.newPage();
  const link = options.link ?? server.origin + home.run("account", "invite", id).match(/\/invitation\/[\w-]+/)[0];
  await acceptInvitation(page, link, "heron stands in still water");
  return { page, context, close, said: complaints(page) };
}

/** The program at work on a record, bounded in time. on: the day it is (rehearsal), "2005-10-20".
 *  Gives origin, the one-time link of the first administrator if one was printed, what it said, and stop(). */
export async function serveRecord(program, home, { on = "2005-10-20", args = [] } = {}) {
  const child = spawn(program, ["-C", home, "serve", "--listen", "127.0.0.1:0", "--on", on, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const ended = new Promise((done) => child.once("exit", (code) => done(code)));
  const limit = setTimeout(() => child.kill("SIGKILL"), 30 * 60 * 1000);
  limit.unref();
  process.once("exit", () => child.kill("SIGKILL")); // a test that broke off leaves nothing behind
  const origin = await new Promise((ready, fail) => {
    const look = (bytes) => {
      said += bytes;
      const found = said.match(/Serving on (http:\/\/127\.0\.0\.1:\d+)/);
      if (found) ready(found[1]);
    };
    child.stdout.on("data", look);
    child.stderr.on("data", look);
    child.once("exit", () => fail(new Error(`the server ended: ${said}`)));
    setTimeout(() => fail(new Error(`no address within a minute: ${said}`)), 60000).unref();
  });
  return {
    origin,
    pid: child.pid,
    said: () => said,
    firstLink: () => origin + said.match(/\/invitation\/[A-Za-z0-9_-]+/)?.[0],
    async stop() {
      clearTimeout(limit);
      child.kill("SIGTERM");
      const code = await ended;
      if (code !== 0) throw new Error(`the server ended with ${code}: ${said.slice(-2000)}`);
    },
  };
}

/** Choose a password by an invitation, or sign in with one. */
export async function acceptInvitation(page, link, password) {
  await page.goto(link);
  await page.locator("#password").fill(password);
  await page.locator("#again").fill(password);
  await Promise.all([page.waitForURL((url) => !url.pathname.startsWith("/invitation")), page.locator('main button[type="submit"]').click()]);
}
export async function signIn(page, origin, person, password) {
  await page.goto(`${origin}/sign-in`);
  await page.locator("#person").fill(person);
  await page.locator("#password").fill(password);
  await page.locator('main button[type="submit"]').click();
}

/** Run a command and give its output; an exit status other than 0 throws. */
export function run(command, args, options = {}) {
  return execFileSync(command, args, { encoding: "utf8", timeout: 10 * 60 * 1000, ...options });
}

/** All pages that links lead to from here, one of each shape (ids and dates are alike), at most `most`. */
export async function crawl(page, origin, start = ["/"], most = 400) {
  // What is one page with other content: ids, names, days, pages of a list, another order, other filters.
  const shape = (path) => {
    const [where, query = ""] = path.split("?");
    const keys = query.split("&").map((part) => part.split("=")[0]);
    return (
      where
        .replace(/[A-Z]{2,8}-\d{4}-[A-Z]\d+/g, "ID")
        .replace(/\/[A-Z]{2,8}-[a-z-]+(?=\/|$)/g, "/DOCUMENT")
        .replace(/\d{4}-\d\d-\d\d/g, "DAY")
        .replace(/^(\/(?:d|people|groups|organisations|handbook|record|files|rules|invitation)\/)[^/]+/, "$1NAME") +
      (query ? "?" + [...new Set(keys)].sort().join("&") : "")
    );
  };
  const seen = new Map();
  const queue = [...start];
  while (queue.length && seen.size < most) {
    const path = queue.shift();
    if (seen.has(shape(path)) || path.startsWith("/assets/")) continue;
    const reply = await page.goto(origin + path).catch(() => null); // what is kept as a file is no page
    if (!reply || !/text\/html/.test(reply.headers()["content-type"] ?? "")) {
      seen.set(shape(path), null);
      continue;
    }
    seen.set(shape(path), { path, status: reply.status() });
    const links = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((a) => a.href));
    for (const link of links)
      if (link.startsWith(origin + "/")) queue.push(link.slice(origin.length).replace(/#.*/, ""));
  }
  return [...seen.values()].filter(Boolean);
}

const axeSource = readFileSync(new URL("./node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** axe on the page as it stands: a list of sentences, empty when nothing is wrong. Also: does the page scroll sideways? */
export async function axe(page) {
  await settled(page);
  if (!(await page.evaluate(() => Boolean(globalThis.axe)))) await page.evaluate(axeSource);
  const found = await page.evaluate(async (values) => {
    const result = await globalThis.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] });
    return {
      violations: result.violations.map((v) => ({ id: v.id, impact: v.impact, nodes: v.nodes.map((n) => n.html.slice(0, 160) + " " + n.failureSummary.replace(/\s+/g, " ").slice(0, 200)) })),
      wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    };
  }, tags);
  const said = found.violations.map((v) => `axe ${v.id} (${v.impact}), ${v.nodes.length} times: ${v.nodes[0]}`);
  if (found.wide) said.push("the page scrolls sideways");
  return said;
}

/** One address in every way: at the three widths, with colours forced, and on `quiet`, where no script runs. The page is loaded once,
 *  narrow, and widened. seen(width, page) is called at each width. A list of [how, sentence], and how many times it was looked at. */
export async function everyWay(page, quiet, url, { said, quietSaid, quietWidths = [320], seen = async () => {} }) {
  const found = [];
  let looks = 0;
  const look = async (at, how, more) => {
    for (const f of [...(await axe(at)), ...more.splice(0)]) found.push([how, f]);
    looks++;
  };
  const sizes = [...widths].reverse();
  await page.setViewportSize({ width: sizes[0][0], height: sizes[0][1] });
  await page.goto(url);
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    await look(page, `${width} px`, said);
    await seen(width, page);
  }
  await page.setViewportSize({ width: widths[0][0], height: widths[0][1] });
  await page.emulateMedia({ forcedColors: "active" });
  if (!(await page.evaluate(() => matchMedia("(forced-colors: active)").matches))) found.push(["", "the colours could not be forced"]);
  await look(page, "in forced colours", said);
  await page.emulateMedia({ forcedColors: "none" });
  const [first, ...more] = widths.filter(([width]) => quietWidths.includes(width)).reverse();
  for (const [width, height] of [first, ...more]) {
    await quiet.setViewportSize({ width, height });
    if (width === first[0]) await quiet.goto(url);
    await look(quiet, `${width} px without scripts`, quietSaid);
  }
  return { found, looks };
}

/** Until the page has answered to what was last done to it: a new width, for one, reaches its script with the next frame, and
 *  under load that comes after setViewportSize() has returned. Nothing is read of a page that is still changing.
 *  Of a page behind another one the browser draws one frame a second, so it is brought to the front. */
export async function settled(page) {
  await page.bringToFront();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))));
}

/** Walk through the page with the Tab key. Every control is reached, seen, not covered, and marked as having the focus. */
export async function keyboardWalk(page) {
  await settled(page);
  // The walk goes from a mark before everything to one behind it, wherever the page has put the focus itself: what the
  // browser does at its own end of the page, and when, is no part of it. The page is looked at whenever the key comes up.
  const total = await page.evaluate(() => {
    const can = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]';
    const group = (e) => `${e.form ? [...document.forms].indexOf(e.form) : ""} ${e.name}`; // radios of one name are one stop
    const key = (e) => (e.type === "radio" ? group(e) : e);
    const shows = (e) => e.checkVisibility({ visibilityProperty: true });
    const left = new Map();
    for (const e of document.querySelectorAll(can)) if (!e.disabled && e.tabIndex >= 0 && shows(e) && !left.has(key(e))) left.set(key(e), e);
    const total = left.size;
    const name = (e) =>
      `${e.tagName.toLowerCase()} "${(e.getAttribute("aria-label") || e.labels?.[0]?.textContent || e.textContent || e.id).trim().replace(/\s+/g, " ").slice(0, 40)}"`;
    const marks = [-1, 0].map((index) => Object.assign(document.createElement("span"), { tabIndex: index }));
    for (const e of marks) e.style.position = "absolute";
    const [first, last] = marks;
    const seen = new Set();
    const said = [];
    let now, ended;
    function stop(e) {
      now = e;
      seen.add(e);
      left.delete(key(e));
      const shown = e.type === "radio" || e.type === "checkbox" ? (e.labels[0] ?? e) : e;
      const r = shown.getBoundingClientRect();
      const x = Math.min(Math.max(r.x + Math.min(r.width / 2, 40), 0), innerWidth - 1);
      const y = r.y + Math.min(r.height / 2, 12);
      const top = document.elementFromPoint(x, y);
      const covered = top && top !== shown && !shown.contains(top) && !top.contains(shown) && !(e.labels && [...e.labels].some((l) => l.contains(top)));
      const marked = [getComputedStyle(e), getComputedStyle(shown, "::before"), getComputedStyle(e.labels?.[0] ?? e, "::before")].some(
        (s) => s.outlineStyle !== "none" || s.boxShadow !== "none" || s.backgroundColor === "rgb(255, 221, 0)",
      );
      if (!(r.width > 0 && r.height > 0 && r.bottom > 0 && r.top < innerHeight)) said.push(`${name(e)} has the focus and is not to be seen`);
      if (covered) said.push(`${name(e)} has the focus and is covered`);
      if (!marked) said.push(`${name(e)} has the focus and no mark of it`);
    }
    function down(event) {
      if (ended) event.preventDefault();
    }
    function up() {
      const e = document.activeElement;
      if (ended || e === now) return; // a date has stops within it
      ended = e === last || !e || e === document.body || seen.has(e);
      if (ended && e !== last) said.push(`after ${seen.size} of ${total} controls the Tab key leads ${seen.has(e) ? `back to ${name(e)}` : "nowhere"}`);
      if (!ended) stop(e);
    }
    addEventListener("keydown", down, true);
    addEventListener("keyup", up, true);
    document.body.prepend(first);
    document.body.append(last);
    first.focus();
    scrollTo(0, 0);
    globalThis.mbWalk = {
      ended: () => Boolean(ended),
      end() {
        removeEventListener("keydown", down, true);
        removeEventListener("keyup", up, true);
        first.focus(); // who goes on by keyboard begins at the top
        for (const e of marks) e.remove();
        delete globalThis.mbWalk;
        const state = (e) => (!e.isConnected ? ", gone by now" : shows(e) ? "" : ", hidden by now");
        if (left.size) said.push(`${left.size} of ${total} controls were not reached by the Tab key: ${[...left.values()].map((e) => name(e) + state(e)).join("; ")}`);
        return { said, stops: seen.size };
      },
    };
    return total;
  });
  const keys = await page.context().newCDPSession(page);
  const press = (type) => keys.send("Input.dispatchKeyEvent", { type, key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 });
  const some = 16; // at a time
  for (let presses = 0; presses < 4 * total + 2 * some; presses += some) {
    await Promise.all(Array.from({ length: 2 * some }, (_, i) => press(i % 2 ? "keyUp" : "rawKeyDown")));
    if (await page.evaluate(() => globalThis.mbWalk.ended())) break;
  }
  await keys.detach();
  return page.evaluate(() => globalThis.mbWalk.end());
}

/** vnu over HTML files: sentences, empty when nothing is wrong. */
export function checkHtml(files) {
  const jar = new URL("./node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url).pathname;
  try {
    run("java", ["-jar", jar, "--errors-only", "--format", "gnu", ...files], { stdio: ["ignore", "pipe", "pipe"] });
    return [];
  } catch (e) {
    return String(e.stderr || e.stdout || e).trim().split("\n");
  }
}

/** For the end of a test: print what was found and set the exit status. */
export function finish(name, count, found) {
  for (const f of found) console.log(`  ${f}`);
  console.log(`${name}: ${count} looked at, ${found.length} found wrong`);
  process.exitCode = found.length ? 1 : 0;
}
