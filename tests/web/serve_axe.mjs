// Every page of the running program that a link leads to, for the clerk and for nobody: no dead link; and of the pages of one
// address pattern one is looked at: no violation at three widths, none with scripts blocked or in forced colours, every control
// reached by keyboard.   serve_axe.mjs PROGRAM
import { acceptInvitation, browser, complaints, crawl, everyWay, finish, freshHome, keyboardWalk, serveRecord, shot, withoutScripts } from "./lib.mjs";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const shots = process.env.MB_SHOTS;
if (shots) mkdirSync(shots, { recursive: true });
const home = freshHome(process.argv[2], { on: "2005-09-01" });
const server = await serveRecord(process.argv[2], home.path);
const found = [];
let looks = 0;

// The address patterns that core/web declares; a fixed part wins over a parameter, so the longest of fixed parts comes first.
const web = join(import.meta.dirname, "../../core/web");
const patterns = readdirSync(web, { recursive: true })
  .filter((name) => name.endsWith(".c") && !name.includes("node_modules"))
  .flatMap((name) => [...readFileSync(join(web, name), "utf8").matchAll(/\{ WEB_GET(?: \| WEB_\w+)*,\s*"([^"]+)"/g)].map((m) => m[1]))
  .sort((a, b) => b.replace(/\{[^}]*\}/g, "").length - a.replace(/\{[^}]*\}/g, "").length);
if (patterns.length < 40) found.push(`only ${patterns.length} address patterns were found`);
const shape = (path) => {
  const bare = path.split("?")[0];
  const fits = (p) => new RegExp(`^${p.replace(/[.]/g, "\\.").replace(/\{\w+\\.\\.\\.\}/g, ".+").replace(/\{\w+\}/g, "[^/]+")}$`).test(bare);
  return patterns.find(fits) ?? bare;
};
const oneOfEach = (paths) => [...new Map(paths.map((p) => [shape(p), p]).reverse()).values()].reverse();

async function lookAt(who, context, paths) {
  const page = await context.newPage();
  const quiet = await withoutScripts(context);
  const how = { said: complaints(page), quietSaid: complaints(quiet) };
  for (const path of paths) {
    const name = `${who}${path.replace(/invitation.*/, "invitation").replace(/[^A-Za-z0-9]+/g, "-")}`;
    const seen = async (width) => shots && (await shot(page, join(shots, `${name}-${width}.png`)));
    const one = await everyWay(page, quiet, server.origin + path, { ...how, seen });
    looks += one.looks;
    for (const f of one.found) found.push(`${who} ${path} ${f.join(": ")}`);
    await page.setViewportSize({ width: 820, height: 700 });
    for (const f of (await keyboardWalk(page)).said) found.push(`${who} ${path}: ${f}`);
  }
}

async function visit(who, prepare, start) {
  const { context, close } = await browser();
  const page = await context.newPage();
  await prepare(page);
  const pages = await crawl(page, server.origin, start);
  for (const { path, status } of pages)
    if (status >= 500 || (status >= 400 && !start.includes(path))) found.push(`${who} ${path}: a link leads to ${status}`);
  await lookAt(who, context, oneOfEach(pages.map((p) => p.path)));
  await close();
  return pages.length;
}

let count = await visit("nobody", async () => {}, ["/", "/sign-in", "/accessibility", "/no-such-page", new URL(server.firstLink()).pathname]);
count += await visit("clerk", (page) => acceptInvitation(page, server.firstLink(), "heron stands in still water"), ["/", "/account", "/account/second", "/no-such-page"]);
await server.stop();
home.remove();
finish(`${count} pages of the program`, looks, found);
