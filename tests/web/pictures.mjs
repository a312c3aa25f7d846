// Pictures of the main pages at three widths, from the record of the story: the days are fixed, so they are the same each time. Checks
// that the pictures which README.md and core/web/pictures/README.md show are there, and are pages that can be made again. scripts/pictures
// makes the ones that are kept.
//   pictures.mjs PROGRAM SOURCE FOLDER [--keep [NAME...]]      --keep lays them down in core/web/pictures (needs pngquant)
import { axe, browser, journey, personAt, run, serveRecord, storyHome, widths } from "./lib.mjs";
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";

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
5. Joint teams: how the five managers work together
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

const later = `# Transport to after-school clubs

For Decision

Contact Officer: Dorothy Kemp

## Summary

Two clubs cannot be reached by bus after 5 pm. This report asks for a shared minibus.

## Recommendations

The Strategy Board is asked to agree:

1. That a shared minibus be hired for the summer term, at a cost of £2,900.
`;

// What is said of each picture stands in pictures.txt: in order, by whose page it is.
function told() {
  const list = [];
  let reader;
  for (const line of readFileSync(join(kept, "pictures.txt"), "utf8").split("\n")) {
    const [, key, value] = line.match(/^(\w+):\s*(.*?)\s*$/) ?? [];
    if (key === "for") reader = value;
    else if (key === "name") list.push({ reader, name: value });
    else if (key) list.at(-1)[key] = value;
  }
  return list;
}
function readme(list) {
  const parts = [
    "# What the pages look like\n\nThe main pages on the record of the story (`scripts/story`), on a desk (1280 pixels wide), on a tablet (820) and on a telephone (320).\n" +
      "`scripts/pictures` makes them, and this page out of `pictures.txt`; the program itself shows those for a tablet, at `/pictures` and below the\n" +
      "pages of the handbook.\n",
  ];
  for (const [i, p] of list.entries()) {
    if (p.reader !== list[i - 1]?.reader) parts.push(`## ${p.reader}\n`);
    const small = [[820, 410], [320, 240]].map(([width, shown]) => `<img alt="${p.title}, ${width === 820 ? "on a tablet" : "on a telephone"}" src="${p.name}-${width}.png" width="${shown}">`);
    parts.push(`### ${p.title}\n\n${p.says}\n\n![${p.seen}](${p.name}-1280.png)\n\n${small.join(" ")}\n`);
  }
  return parts.join("\n");
}
const list = told();

// One record for all: its public pages are on, which whoever is signed in does not see.
const home = storyHome(program, source, { open: true });
function file(name, text, ...words) {
  const path = join(home.top, name);
  writeFileSync(path, text);
  home.run(...words.slice(0, 2), "file", path, ...words.slice(2));
}
home.run("--on", "2006-01-03T09:00", "meeting", "new", "strategy-board", "2006-01-17", "--time", "14:00", "--place", "Committee Room 2, Wendlebury Town Hall");

const j = journey("pictures");
const server = await serveRecord(program, home.path, { on: "2006-01-04" });
const beth = await personAt(server, home, "beth-corrigan", { link: server.firstLink() });
const jane = await personAt(server, home, "jane-whitlock");
const nobody = await browser();
const visitor = { page: await nobody.context.newPage() };
const go = (page, path) => page.goto(server.origin + path);

// Each makes first what it shows, so that what came before stands as it was.
let prepared = "";
function once(what, act) {
  if (!prepared.includes(what)) act();
  prepared += what;
}
function papers() {
  once("papers", () => {
    file("paper.md", paper, "--on", "2006-01-03T09:30", "--group", "strategy-board", "--meeting", "CTB-2006-M001", "--as-kind", "paper");
    file("later.md", later, "--on", "2006-01-03T09:40", "--group", "strategy-board", "--as-kind", "paper");
    file("agenda.md", agenda, "--on", "2006-01-03T10:00", "--meeting", "CTB-2006-M001", "--as-kind", "agenda");
  });
}
async function first(page) {
  papers();
  await go(page, "/");
}
async function build(page) {
  papers();
  await go(page, "/meetings/CTB-2006-M001/agenda");
}
async function review(page) {
  once("review", () => home.run("--on", "2006-01-03T10:30", "meeting", "new", "early-years", "2006-01-04", "--time", "10:00", "--place", "Town Hall"));
  await go(page, "/file");
  await page.locator("#text").fill(report);
  await j.press(page.locator('main button[type="submit"]').first());
}
async function minutes(page) {
  await go(page, "/meetings/CTB-2006-M001/minutes/take");
  for (const who of ["helen-marsh", "anita-verma", "jane-whitlock", "martin-quill"]) await page.locator(`#p-${who}-p`).check();
  await page.locator("#p-tom-adeyemi-a").check();
  await page.waitForFunction(() => document.querySelector("[data-quorum-line]").textContent.startsWith("Quorate"));
  await page.mouse.move(0, 0);
  await page.evaluate(() => (document.activeElement.blur(), scrollTo(0, 0)));
}
// name, who looks, at what, and what must stand there
const pages = [
  ["public", visitor, "/", "Newest decisions"],
  ["home-secretary", beth, first, "Hello, Beth Corrigan"],
  ["home-member", jane, first, "Hello, Jane Whitlock"],
  ["meeting", jane, "/meetings/CTB-2005-M001", "Who came"],
  ["decision", jane, "/d/CTB-2005-D003", "What happened"],
  ["decisions", jane, "/decisions", "What was decided"],
  ["action", jane, "/d/CTB-2005-A001", "overdue"],
  ["compare", jane, "/d/CTB-2005-P001/compare", "words unchanged"],
  ["search", jane, "/search?q=joint+teams", "results"],
  ["map", jane, "/map", "The same as a list"],
  ["pack", jane, "/meetings/CTB-2005-M001/pack", "Contents"],
  ["refusal", beth, "/d/CTB-2005-D003/move/rescind", "Not done"],
  ["see", beth, "/admin/see?person=tom-adeyemi", "Tom Adeyemi"],
  ["rules", beth, "/rules", "Rules"],
  ["agenda", beth, build, "Play schemes at Easter"],
  ["minutes", beth, minutes, "Helen Marsh"],
  ["review", beth, review, "Check what was read"],
].filter(([name]) => !only.length || only.includes(name));

mkdirSync(folder, { recursive: true });
for (const [name, who, target, words] of pages)
  for (const [width, height] of widths) {
    const page = who.page;
    await page.setViewportSize({ width, height });
    if (typeof target === "function") await target(page);
    else await go(page, target);
    await j.shows(page, `${name} ${width}`, words);
    if (width === 320 && !keep) for (const f of await axe(page)) j.expect(`${name} ${width}: ${f}`, false);
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
home.remove();
if (keep) writeFileSync(join(kept, "README.md"), readme(list));

// ---- what is shown of them, and with which words
const shown = new Set();
for (const doc of ["README.md", "core/web/pictures/README.md"])
  for (const found of readFileSync(join(source, doc), "utf8").matchAll(/!\[([^\]]*)\]\(([^)\s]+\.png)\)|<img alt="([^"]*)" src="([^"]+\.png)"|\]\(([^)\s]+\.png)\)/g)) {
    const link = found[2] ?? found[4] ?? found[5];
    const path = normalize(join(dirname(doc), link));
    const told = list.find((p) => p.name === basename(link).replace(/-\d+\.png$/, ""));
    shown.add(path);
    j.expect(`${doc} shows ${link}, which is there`, statSync(join(source, path), { throwIfNoEntry: false })?.isFile());
    if (found[1] !== undefined) j.expect(`${doc} says of ${link} what is on it`, found[1] === told?.seen, found[1]);
    if (found[3] !== undefined) j.expect(`${doc} calls ${link} by its title`, found[3].startsWith(told?.title), found[3]);
  }
const large = new Set([...readFileSync(join(source, "README.md"), "utf8").matchAll(/pictures\/([\w-]+)-1280\.png/g)].map((m) => m[1]));
j.expect("README.md shows the twelve main pages", large.size >= 12, large.size);
const names = list.map((p) => p.name);
if (!only.length) j.expect("pictures.txt tells of each page, once", [...names].sort().join(" ") === pages.map(([name]) => name).sort().join(" "), names);
for (const p of list) {
  for (const key of ["reader", "title", "says", "seen", "handbook"]) j.expect(`pictures.txt has ${key} of ${p.name}`, p[key]);
  for (const page of p.handbook.split(" ")) j.expect(`${page}, of ${p.name}, is in the handbook`, statSync(join(source, "repo-template", page), { throwIfNoEntry: false })?.isFile());
}
j.expect("core/web/pictures/README.md is what pictures.txt says", readFileSync(join(kept, "README.md"), "utf8") === readme(list));
const made = new Set(names.flatMap((name) => widths.map(([width]) => `${name}-${width}.png`)));
let bytes = 0;
for (const name of readdirSync(kept).filter((n) => n.endsWith(".png"))) {
  bytes += statSync(join(kept, name)).size;
  j.expect(`core/web/pictures/${name} is shown somewhere`, shown.has(`core/web/pictures/${name}`));
  j.expect(`core/web/pictures/${name} can be made again`, made.has(name));
}
j.expect("the pictures are small together", bytes < mostTogether, bytes);
j.finish();
