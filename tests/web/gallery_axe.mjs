// Every template at three widths, with scripts and with scripts blocked, and in forced colours: no violation.
//   gallery_axe.mjs FOLDER [NAME...]      MB_SHOTS=folder also keeps pictures at the three widths
import { browser, complaints, everyWay, finish, serveFolder, shot, withoutScripts } from "./lib.mjs";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

const [folder, ...only] = process.argv.slice(2);
const names = readdirSync(folder).filter((f) => f.endsWith(".html") && (!only.length || only.includes(f.slice(0, -5))));
const shots = process.env.MB_SHOTS;
if (shots) mkdirSync(shots, { recursive: true });
const site = await serveFolder(folder);
const found = [];
let count = 0;
const { context, close } = await browser();
const page = await context.newPage();
const quiet = await withoutScripts(context);
const how = { said: complaints(page), quietSaid: complaints(quiet), quietWidths: [1280, 320] };
for (const name of names) {
  const seen = async (width) => shots && (await shot(page, join(shots, `${name.slice(0, -5)}-${width}.png`)));
  const one = await everyWay(page, quiet, `${site.origin}/${name}`, { ...how, seen });
  count += one.looks;
  for (const f of one.found) found.push(`${name} ${f.join(": ")}`);
}
await close();
await site.close();
finish(`${names.length} pages`, count, found);
