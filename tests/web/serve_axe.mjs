// Every page of the running program that a link leads to, for the clerk and for nobody: no dead link; and of the pages of one
// address pattern one is looked at: no violation at three widths, none with scripts blocked or in forced colours, every control
// reached by keyboard.   serve_axe.mjs PROGRAM
import { acceptInvitation, axe, browser, complaints, crawl, finish, freshHome, keyboardWalk, serveRecord, shot, widths, withoutScripts } from "./lib.mjs";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const shots = process.env.MB_SHOTS;
if (shots) mkdirSync(shots, { recursive: true });
const home = freshHome(process.argv[2]);
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

async function lookAt(who, context, paths, forced) {
  const page = await context.newPage();
  const quiet = await withoutScripts(context);
  const said = complaints(page);
  const quietSaid = complaints(quiet);
  for (const path of paths) {
    for (const [width, height] of forced ? widths.slice(0, 1) : widths) {
      await page.setViewportSize({ width, height });
      await page.goto(server.origin + path);
      for (const f of [...(await axe(page)), ...said.splice(0)]) found.push(`${who} ${path} ${width} px${forced ? " in forced colours" : ""}: ${f}`);
      looks++;
      if (shots && !forced) await shot(page, join(shots, `${who}${path.replace(/invitation.*/, "invitation").replace(/[^A-Za-z0-9]+/g, "-")}-${width}.png`));
    }
    if (forced) continue;
    await quiet.setViewportSize({ width: 320, height: 640 });
    await quiet.goto(server.origin + path);
    for (const f of [...(await axe(quiet)), ...quietSaid.splice(0)]) found.push(`${who} ${path} without scripts: ${f}`);
    looks++;
    await page.setViewportSize({ width: 820, height: 700 });
    await page.goto(server.origin + path);
    for (const f of (await keyboardWalk(page)).said) found.push(`${who} ${path}: ${f}`);
  }
}

async function visit(who, prepare, start) {
  const plain = await browser();
  const page = await plain.context.newPage();
  await prepare(page);
  const pages = await crawl(page, server.origin, start);
  for (const { path, status } of pages)
    if (status >= 500 || (status >= 400 && !start.includes(path))) found.push(`${who} ${path}: a link leads to ${status}`);
  const some = oneOfEach(pages.map((p) => p.path));
  await lookAt(who, plain.context, some, false);
  const cookies = await plain.context.cookies(server.origin);
  await plain.close();
  const other = await browser({ forced: true });
  if (cookies.length) await other.context.addCookies(cookies);
  await lookAt(who, other.context, some, true);
  await other.close();
  return pages.length;
}

let count = await visit("nobody", async () => {}, ["/", "/sign-in", "/accessibility", "/no-such-page", new URL(server.firstLink()).pathname]);
count += await visit("clerk", (page) => acceptInvitation(page, server.firstLink(), "heron stands in still water"), ["/", "/account", "/account/second", "/no-such-page"]);
await server.stop();
home.remove();
finish(`${count} pages of the program`, looks, found);
