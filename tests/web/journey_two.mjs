// What goes wrong between people and machines: two secretaries over one text, a session that ends during a long edit, a form sent twice,
// the back button, a document taken away meanwhile, wrong addresses, a record that cannot be read; by keyboard alone; in forced colours;
// and the HTML of every page as it is served.   journey_two.mjs PROGRAM SOURCE
import { axe, browser, checkHtml, complaints, crawl, journey, keyboardWalk, personAt, run, serveRecord, signIn, storyHome, unsound } from "./lib.mjs";
import { mkdtempSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [program, source] = process.argv.slice(2);
const second = "  - {role: board officer, person: naomi-prentice, from: 2005-04-01}\n";
const home = storyHome(program, source, { partnership: (text) => text.replace(/^.*role: board officer.*\n/m, (first) => first + second) });
const server = await serveRecord(program, home.path, { on: "2005-12-23" });
const j = journey("two at once, and what goes wrong");
const events = (id) => home.run("--json", "history", id).split("\n").filter((line) => line.includes('"event":')).length;
const minutes = "CTB-2005-M003-minutes";

// ---- two secretaries, the same minutes
const beth = await personAt(server, home, "beth-corrigan", { width: 820, height: 1180, link: server.firstLink() });
const naomi = await personAt(server, home, "naomi-prentice", { width: 820, height: 1180 });
for (const who of [beth, naomi]) {
  await who.page.goto(`${server.origin}/d/${minutes}`);
  await j.press(who.page.getByRole("button", { name: "Change the text" }));
}
await j.look(beth.page, "changing a text", beth.said);
const change = async (page, from, to) => page.locator("#text").fill((await page.locator("#text").inputValue()).replace(from, to));
await change(beth.page, "212 of 340 staff had answered.", "213 of 340 staff had answered.");
await beth.page.locator("#reason").fill("counted again");
await j.press(beth.page.getByRole("button", { name: "Save" }));
await j.shows(beth.page, "the first to save", "213 of 340 staff had answered");
await change(naomi.page, "212 of 340 staff had answered.", "212 of 340 staff, and the union, had answered.");
await change(naomi.page, "## 2. Declarations of interest\n\nNone.", "## 2. Declarations of interest\n\nNone were made.");
await j.press(naomi.page.getByRole("button", { name: "Save" }));
await j.shows(naomi.page, "the second to save", "Two people changed this text", "Beth Corrigan saved this text", "213 of 340 staff had answered", "and the union", "None were made.");
await j.look(naomi.page, "both texts", naomi.said);
for (const f of (await keyboardWalk(naomi.page)).said) j.expect(`both texts: ${f}`, false);
await naomi.page.getByLabel("The wording below").check();
await naomi.page.locator("textarea").first().fill("Paul Okafor told members that 213 of 340 staff, and the union, had answered.");
await j.press(naomi.page.getByRole("button", { name: "Save this text" }));
await j.shows(naomi.page, "both are kept", "213 of 340 staff, and the union, had answered", "None were made.");
j.expect("neither is lost from the versions", (await naomi.context.request.get(`${server.origin}/d/${minutes}/history`)).ok());

// ---- a session that ends during a long edit
await beth.page.goto(`${server.origin}/d/${minutes}/edit`);
const long = `${await beth.page.locator("#text").inputValue()}\n${"A long account of what was said. ".repeat(300)}\n`;
await beth.page.locator("#text").fill(long);
const old = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('update session set used = used - 7200 where person = ?', ('beth-corrigan',)); c.commit()";
run("python3", ["-c", old, join(home.path, "accounts.sqlite")]);
await j.press(beth.page.getByRole("button", { name: "Save" }));
await j.shows(beth.page, "the session has ended", "What you typed is kept", "Sign in");
await j.look(beth.page, "signing in again", beth.said);
await beth.page.locator("#person").fill("Beth Corrigan");
await beth.page.locator("#password").fill("heron stands in still water");
await j.press(beth.page.locator('main button[type="submit"]'));
await j.shows(beth.page, "after signing in", "What you typed is still here");
await j.look(beth.page, "what was kept", beth.said);
await j.press(beth.page.locator('main button[type="submit"]').first());
await j.shows(beth.page, "sent at last", "A long account of what was said.");

// ---- a form sent twice at once, and the back button after it
await beth.page.goto(`${server.origin}/d/CTB-2005-A004/move/complete`);
await beth.page.locator("#reason").fill("The protocol was sent round on 20 December.");
const before = events("CTB-2005-A004");
const both = await beth.page.evaluate(async () => {
  const form = [...document.forms].find((f) => f.querySelector("#reason"));
  const send = () => fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "follow" });
  return (await Promise.all([send(), send()])).map((r) => [r.status, r.url]);
});
j.expect("sent twice, answered alike", both.every(([status, url]) => status === 200 && url === both[0][1]), JSON.stringify(both));
j.expect("and done once", events("CTB-2005-A004") === before + 1, events("CTB-2005-A004"));
await j.press(beth.page.locator('main button[type="submit"]'));
j.expect("sent a third time, still once", events("CTB-2005-A004") === before + 1);
const back = await beth.page.goBack();
j.expect("back after it: a page that helps", !back || back.status() < 500);
await j.look(beth.page, "back after a move", beth.said);

// ---- taken away meanwhile
home.run("--on", "2005-12-23T14:00", "file", join(source, "tests/fixtures/story/second-paper.md"), "--group", "strategy-board", "--as-kind", "paper");
const paper = home.run("--json", "papers").match(/CTB-2005-P\d+/g).sort().at(-1);
await beth.page.goto(`${server.origin}/d/${paper}/edit`);
await beth.page.locator("#text").fill(`# Changed\n\n${"Words that took an hour to find. ".repeat(20)}\n`);
home.run("--on", "2005-12-23T14:05", "--reason", "asked for twice", "move", paper, "withdraw");
await j.press(beth.page.getByRole("button", { name: "Save" }));
await j.shows(beth.page, "taken away meanwhile", "You may not change the text", `Back to ${paper}`);
j.expect("what was typed is there to copy", (await beth.page.locator("#typed").inputValue()).includes("Words that took an hour to find."));
await j.look(beth.page, "taken away meanwhile", beth.said);

// ---- wrong addresses, wrong ways
for (const path of ["/no-such-page", "/d/CTB-2005-P999", "/meetings/nothing", "/registers/nothing", "/d/CTB-2005-D003?as-at=yesterday", "/d/%00", "/search?q=%22%22"]) {
  const reply = await beth.page.goto(server.origin + path);
  j.expect(`${path} is answered`, reply.status() < 500, reply.status());
  j.expect(`${path} knows who is signed in`, (await beth.page.locator("body").innerText()).includes("Beth Corrigan") || reply.status() === 400);
  await j.look(beth.page, path, beth.said);
}
const wrong = await beth.page.evaluate(async () => {
  const r = await fetch("/decisions", { method: "POST", body: "x=1", headers: { "Content-Type": "application/x-www-form-urlencoded" } });
  return { status: r.status, allow: r.headers.get("Allow"), text: await r.text() };
});
j.expect("a wrong method is told", wrong.status === 405 && /GET/.test(wrong.allow ?? "") && /Open the page by its link/.test(wrong.text), JSON.stringify(wrong).slice(0, 200));

// ---- filing a paper by the keyboard alone
async function tabTo(page, name, locator) {
  for (let i = 0; i < 120; i++) {
    if (await locator.evaluate((e) => e === document.activeElement)) return true;
    await page.keyboard.press("Tab");
  }
  j.expect(`${name} is reached by the keyboard`, false);
  return false;
}
/** In a list of choices that has the focus: down until the one wanted is chosen. (Letters would have to follow each other fast.) */
async function choose(page, name, label) {
  const chosen = () => page.evaluate(() => document.activeElement.selectedOptions?.[0]?.label);
  for (let i = 0; i < 60; i++) {
    if ((await chosen())?.startsWith(label)) return;
    await page.keyboard.press("ArrowDown");
  }
  j.expect(`${name}: ${label} can be chosen by the keyboard`, false, await chosen());
}
const keys = naomi.page;
await keys.goto(server.origin);
await tabTo(keys, "File a text", keys.getByRole("button", { name: "File a text" }));
await j.after(keys, () => keys.keyboard.press("Enter"));
await tabTo(keys, "the text", keys.locator("#text"));
await keys.keyboard.insertText("# Keys and doors\n\nThe keys of the centres are counted.\n\nRecommendations\n\n1. That the keys be counted every month.\n");
await tabTo(keys, "what it is", keys.locator("#kind"));
await choose(keys, "what it is", "Paper");
await tabTo(keys, "the group", keys.locator("#group"));
await choose(keys, "the group", "Early Years");
await tabTo(keys, "the button", keys.locator('main button[type="submit"]').first());
await j.after(keys, () => keys.keyboard.press("Enter"));
await j.shows(keys, "what was read", "Check what was read", "Keys and doors");
for (const f of (await keyboardWalk(keys)).said) j.expect(`what was read: ${f}`, false);
await tabTo(keys, "filing it", keys.locator('main button[type="submit"]').first());
await j.after(keys, () => keys.keyboard.press("Enter"));
await j.shows(keys, "filed by the keyboard", "Keys and doors", "EYG-2005-P001");

// ---- every control of running pages by the keyboard, wide and narrow
const walked = ["/", "/decisions", "/d/CTB-2005-D003", "/meetings/CTB-2005-M001", "/d/CTB-2005-P001/compare", "/d/CTB-2005-D003/move/rescind", "/file", "/search?q=joint+teams", "/map", "/account"];
for (const path of walked)
  for (const [width, height] of [
    [1280, 900],
    [320, 640],
  ]) {
    await keys.setViewportSize({ width, height });
    await keys.goto(server.origin + path);
    for (const f of (await keyboardWalk(keys)).said) j.expect(`${path} ${width} px: ${f}`, false);
    j.expect("walked", true);
  }

// ---- forced colours
const forced = await browser({ forced: true });
await forced.context.addCookies(await naomi.context.cookies(server.origin));
const high = await forced.context.newPage();
const highSaid = complaints(high);
for (const path of [...walked, "/d/CTB-2005-M001-minutes", "/registers/actions", "/groups/strategy-board", "/d/CTB-2005-P001/history"]) {
  await high.goto(server.origin + path);
  for (const f of [...(await axe(high)), ...highSaid.splice(0)]) j.expect(`${path} in forced colours: ${f}`, false);
}
await forced.close();

// ---- HTML of every page as it is served, to a secretary and to nobody
const folder = mkdtempSync(join(home.top, "html-"));
const files = [];
async function served(page, start) {
  for (const { path, status } of await crawl(page, server.origin, start)) {
    j.expect(`${path} is there`, status < 500 && (status < 400 || start.includes(path)), status);
    const reply = await page.context().request.get(server.origin + path);
    if (!/text\/html/.test(reply.headers()["content-type"] ?? "")) continue;
    files.push(join(folder, `${files.length}${path.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 80)}.html`));
    writeFileSync(files.at(-1), await reply.body());
  }
}
await served(keys, ["/", "/d/CTB-2005-D003", "/d/CTB-2005-P001", "/meetings/CTB-2005-M001", "/d/CTB-2005-A001", "/d/CTB-2005-D003/move/rescind", `/d/${minutes}/edit`, "/file", "/account", "/no-such-page", "/stands?topic=joint"]);
const stranger = await browser();
await served(await stranger.context.newPage(), ["/", "/sign-in", "/no-such-page", "/accessibility"]);
await stranger.close();
j.expect("many pages are checked", files.length > 60, files.length);
for (const f of checkHtml(files)) j.expect(`HTML: ${f.replaceAll(folder, "")}`, false);

// ---- a record that cannot be read
renameSync(join(home.path, "record.git"), join(home.path, "elsewhere.git"));
const broken = await keys.goto(`${server.origin}/decisions?sort=item`);
const told = await keys.locator("body").innerText();
renameSync(join(home.path, "elsewhere.git"), join(home.path, "record.git"));
j.expect("a record that cannot be read is told, and how to go on", broken.status() >= 500 && /Try again|tell whoever/.test(told), `${broken.status()} ${told}`);
const after = await keys.goto(`${server.origin}/decisions?sort=item`);
j.expect("and all is well when it is there again", after.status() === 200, after.status());

await beth.close();
await naomi.close();
await server.stop();
j.found.push(...unsound(home));
home.remove();
j.finish();
