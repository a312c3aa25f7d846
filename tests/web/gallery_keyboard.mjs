// Every template by the keyboard alone, wide and narrow: each control is reached, seen, uncovered and marked.
import { browser, finish, keyboardWalk, serveFolder } from "./lib.mjs";
import { readdirSync } from "node:fs";

const [folder, ...only] = process.argv.slice(2);
const names = readdirSync(folder).filter((f) => f.endsWith(".html") && (!only.length || only.includes(f.slice(0, -5))));
const site = await serveFolder(folder);
const { context, close } = await browser();
const page = await context.newPage();
const found = [];
let stops = 0;
for (const name of names)
  for (const [width, height] of [
    [1280, 900],
    [320, 640],
  ]) {
    await page.setViewportSize({ width, height });
    await page.goto(`${site.origin}/${name}`, { waitUntil: "load" });
    const walk = await keyboardWalk(page);
    stops += walk.stops;
    for (const f of walk.said) found.push(`${name} ${width} px: ${f}`);
  }
await close();
await site.close();
finish("keyboard", stops, found);
