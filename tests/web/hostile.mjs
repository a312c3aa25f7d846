// Pages full of hostile values, in a browser without any content policy: nothing of them runs, no address of theirs leads
// anywhere, no element or attribute comes into being that the templates do not have.
import { browser, finish, patience, serveFolder } from "./lib.mjs";
import { readdirSync } from "node:fs";

const folder = process.argv[2];
const site = await serveFolder(folder, { policy: false });
const { context, close } = await browser();
const found = [];
const names = readdirSync(folder).filter((f) => f.endsWith(".html"));
let ran = null;
let told; // who waits for it
await context.exposeFunction("ran", (n) => ((ran = n), told?.()));
// Whatever an address or an event of the page has begun comes before a picture that is asked for now and is not there.
const comesToRest = (page) => page.evaluate(() => new Promise((done) => Object.assign(new Image(), { onerror: () => setTimeout(done), src: `/none-${Math.random()}` })));
const page = await context.newPage();
page.on("dialog", (d) => (found.push(`a dialog: ${d.message()}`), d.dismiss()));

// The test itself can fail: a page that is not escaped does run.
await page.route("**/canary.html", (route) => route.fulfill({ contentType: "text/html", body: "<img src=x onerror=ran(99)>" }));
const canary = new Promise((done) => (told = done));
await page.goto(`${site.origin}/canary.html`);
await Promise.race([canary, page.waitForTimeout(patience)]);
if (ran !== 99) found.push("what is not escaped did not run either: this test sees nothing");
ran = null;

for (const name of names) {
  await page.goto(`${site.origin}/${name}`);
  const bad = await page.evaluate(() => {
    const said = [];
    for (const e of document.querySelectorAll("*")) {
      if (["IFRAME", "OBJECT", "EMBED", "BASE"].includes(e.tagName)) said.push(`<${e.tagName}>`);
      if (e.tagName === "SCRIPT" && e.textContent) said.push("a script with text");
      for (const a of e.attributes) {
        if (/^on/i.test(a.name)) said.push(`${e.tagName} has ${a.name}`);
        if (["href", "src", "action", "formaction"].includes(a.name) && /^\s*(javascript|data|vbscript):/i.test(a.value)) said.push(`${a.name}=${a.value}`);
        if (["href", "src", "action"].includes(a.name) && /^[/\\]{2}/.test(a.value)) said.push(`${a.name}=${a.value}`);
      }
    }
    document.querySelectorAll("summary").forEach((s) => s.click());
    document.querySelectorAll("*").forEach((e) => e.dispatchEvent(new MouseEvent("mouseover", { bubbles: false })));
    document.querySelectorAll("input, textarea, select, a, button").forEach((e) => e.focus());
    return said;
  });
  for (const f of new Set(bad)) found.push(`${name}: ${f}`);
  await comesToRest(page);
  if (ran !== null) found.push(`${name}: value ${ran} ran`);
  ran = null;
}
await close();
await site.close();
finish("hostile pages", names.length, found);
