// Pictures of the main pages at three widths, from the record of the story: the days are fixed, so they are the same each time. Checks
// that the pictures which README.md and core/web/pictures/README.md show are there, and are pages that can be made again.
//   pictures.mjs PROGRAM SOURCE FOLDER [--keep [NAME...]]      --keep lays them down in core/web/pictures (needs pngquant)
import { axe, browser, journey, personAt, run, serveRecord, storyHome, widths } from "./lib.mjs";
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const [program, source, folder, keep, ...only] = process.argv.slice(2);
const kept = join(source, "core/web/pictures");
const mostTogether = 1.5e6; // bytes
const heights = { 1280: 1000, 820: 1180, 320: 800 }; // of what is kept: the beginning of a page says what it is

const report = `# Minutes of the Early Years Group

Held on Wednesday 4 January 2006 at 10.00 am in the Town Hall

Present: Jane Whitlock (Chair), Mina Castell, Martin Quill
Apologies: none

1. Play schemes

RESOLVED: That the play schemes be extended to Easter.

ACTION: Jane Whitlock to write to schools by 31 January 2006

2. Any other business

The Clerk to circulate the dates.
`;
const agenda = `# Agenda of the Children's Trust Strategy Board

1. Apologies for absence
2. Declarations of interest
3. Minutes of the last meeting
4. Play schemes at Easter (CTB-2006-P001)
5. Joint teams: the five managers
`;
const paper = `# Play schemes at Easter

For Decision

Contact Officer: Dorothy Kemp

## Summary

The play schemes were well used in the half-term week. This report asks for them at Easter.

## Implications

**Financial:** £3,600, met from the play budget.

**Legal:** None.

## Recommendations

The Strategy Board is asked to agree:

1. That the play schemes be kept open until 6 pm in the Easter holidays, at a cost of £3,600.
`;

const home = storyHome(program, source);
function file(name, text, ...words) {
  const path = join(home.top, name);
  writeFileSync(path, text);
  home.run(...words.slice(0, 2), "file", path, ...words.slice(2));
}
home.run("--on", "2006-01-03T09:00", "meeting", "new", "strategy-board", "2006-01-17", "--time", "14:00", "--place", "Committee Room 2, Wendlebury Town Hall");
file("paper.md", paper, "--on", "2006-01-03T09:30", "--group", "strategy-board", "--meeting", "CTB-2006-M001", "--as-kind", "paper");
file("agenda.md", agenda, "--on", "2006-01-03T10:00", "--meeting", "CTB-2006-M001", "--as-kind", "agenda");
home.run("--on", "2006-01-03T10:30", "meeting", "new", "early-years", "2006-01-04", "--time", "10:00", "--place", "Town Hall");
const open = storyHome(program, source, { open: true });
open.run("--on", "2006-01-03T09:00", "meeting", "new", "strategy-board", "2006-01-17", "--time", "14:00", "--place", "Committee Room 2, Wendlebury Town Hall");

const j = journey("pictures");
const server = await serveRecord(program, home.path, { on: "2006-01-04" });
const site = await serveRecord(program, open.path, { on: "2006-01-04" });
const beth = await personAt(server, home, "beth-corrigan", { link: server.firstLink() });
const jane = await personAt(server, home, "jane-whitlock");
const nobody = await browser();
const visitor = { page: await nobody.context.newPage() };

async function review(page) {
  await page.goto(`${server.origin}/file`);
  await page.locator("#text").fill(report);
  await j.press(page.locator('main button[type="submit"]').first());
}
// name, who looks, at what, and what must stand there
const pages = [
  ["home-secretary", beth, "/", "Hello, Beth Corrigan"],
  ["home-member", jane, "/", "Hello, Jane Whitlock"],
  ["meeting", jane, "/meetings/CTB-2005-M001", "Who came"],
  ["decision", jane, "/d/CTB-2005-D003", "What happened"],
  ["decisions", jane, "/decisions", "What was decided"],
  ["action", jane, "/d/CTB-2005-A001", "overdue"],
  ["compare", jane, "/d/CTB-2005-P001/compare", "words unchanged"],
  ["search", jane, "/search?q=joint+teams", "results"],
  ["map", jane, "/map", "The same as a list"],
  ["pack", jane, "/meetings/CTB-2005-M001/pack", "Contents"],
  ["review", beth, review, "Check what was read"],
  ["refusal", beth, "/d/CTB-2005-D003/move/rescind", "Not done"],
  ["agenda", beth, "/meetings/CTB-2006-M001/agenda", "Play schemes at Easter"],
  ["minutes", beth, "/meetings/CTB-2006-M001/minutes/take", "Helen Marsh"],
  ["see", beth, "/admin/see?person=tom-adeyemi", "Tom Adeyemi"],
  ["rules", beth, "/rules", "Rules"],
  ["public", visitor, "/", "Newest decisions"],
].filter(([name, , target]) => (!only.length || only.includes(name)) && (target !== "/rules" || readFileSync(join(source, "core/web/routes.c"), "utf8").includes("T(rules)")));

mkdirSync(folder, { recursive: true });
for (const [name, who, target, words] of pages)
  for (const [width, height] of widths) {
    const page = who.page;
    await page.setViewportSize({ width, height });
    if (typeof target === "function") await target(page);
    else await page.goto((who === visitor ? site.origin : server.origin) + target);
    await j.shows(page, `${name} ${width}`, words);
    if (width === 320) for (const f of await axe(page)) j.expect(`${name} ${width}: ${f}`, false);
    const whole = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height: keep ? Math.min(whole, heights[width]) : whole });
    const path = join(folder, `${name}-${width}.png`);
    await page.screenshot({ path });
    if (keep) run("pngquant", ["--force", "--nofs", "--speed", "1", "--strip", "--output", join(kept, `${name}-${width}.png`), "20", path]);
  }
await beth.close();
await jane.close();
await nobody.close();
await server.stop();
await site.stop();
home.remove();
open.remove();

// ---- what is shown of them
const shown = new Set();
for (const doc of ["README.md", "core/web/pictures/README.md"])
  for (const found of readFileSync(join(source, doc), "utf8").matchAll(/\]\(([^)\s]+\.png)\)|<img[^>]* src="([^"]+\.png)"/g)) {
    const link = found[1] ?? found[2];
    const path = normalize(join(dirname(doc), link));
    shown.add(path);
    j.expect(`${doc} shows ${link}, which is there`, statSync(join(source, path), { throwIfNoEntry: false })?.isFile());
  }
const made = new Set(pages.flatMap(([name]) => widths.map(([width]) => `${name}-${width}.png`)));
let bytes = 0;
for (const name of readdirSync(kept).filter((n) => n.endsWith(".png"))) {
  bytes += statSync(join(kept, name)).size;
  j.expect(`core/web/pictures/${name} is shown somewhere`, shown.has(`core/web/pictures/${name}`));
  j.expect(`core/web/pictures/${name} can be made again`, only.length > 0 || made.has(name));
}
j.expect("the pictures are small together", bytes < mostTogether, bytes);
j.finish();
