// Every template at three widths, with scripts and with scripts blocked, and in forced colours: no violation.
//   gallery_axe.mjs FOLDER [NAME...]      MB_SHOTS=folder also keeps pictures at the three widths
import { axe, browser, complaints, finish, serveFolder, shot, widths, withoutScripts } from "./lib.mjs";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

const [folder, ...only] = process.argv.slice(2);
const names = readdirSync(folder).filter((f) => f.endsWith(".html") && (!only.length || only.includes(f.slice(0, -5))));
const shots = process.env.MB_SHOTS;
if (shots) mkdirSync(shots, { recursive: true });
const site = await serveFolder(folder);
const found = [];
let looks = 0;

async function look(page, name, how, said) {
  await page.goto(`${site.origin}/${name}`, { waitUntil: "load" });
  for (const f of [...(await axe(page)), ...said.splice(0)]) found.push(`${name} ${how}: ${f}`);
  looks++;
}

const plain = await browser();
const blocked = await withoutScripts(plain.context);
const blockedSaid = complaints(blocked);
const page = await plain.context.newPage();
const said = complaints(page);
for (const name of names)
  for (const [width, height] of widths) {
    await page.setViewportSize({ width, height });
    await look(page, name, `${width} px`, said);
    if (shots) await shot(page, join(shots, `${name.slice(0, -5)}-${width}.png`));
    if (width === 820) continue;
    await blocked.setViewportSize({ width, height });
    await look(blocked, name, `${width} px without scripts`, blockedSaid);
  }
await plain.close();

const forced = await browser({ forced: true });
const other = await forced.context.newPage();
const otherSaid = complaints(other);
for (const name of names) await look(other, name, "in forced colours", otherSaid);
await forced.close();
await site.close();
finish(`${names.length} pages`, looks, found);
