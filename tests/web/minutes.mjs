// Minutes taken in a browser on the running program: what is typed is saved by itself, the quorum line follows the attendance as the
// server counts it, what another secretary types comes in, nothing is lost when the session ends; then they are filed.
// minutes.mjs PROGRAM     MB_SHOTS=folder keeps pictures
import { acceptInvitation, axe, browser, complaints, finish, freshHome, keyboardWalk, patience, press, serveRecord, shot, widths } from "./lib.mjs";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const program = process.argv[2];
const shots = process.env.MB_SHOTS;
if (shots) mkdirSync(shots, { recursive: true });
const password = "heron stands in still water";
const found = [];
let checks = 0;
function expect(what, got, want) {
  checks++;
  const right = want instanceof RegExp ? want.test(got) : got === want;
  if (!right) found.push(`${what}: ${JSON.stringify(got)}, not ${want}`);
}

const home = freshHome(program, { on: "2005-09-01" });
const agenda = join(home.path, "..", "agenda.md");
writeFileSync(
  agenda,
  `# Agenda of the Children's Trust Strategy Board

Tuesday 11 October 2005 at 2.00 pm in the Town Hall

| No | Item | Paper | For |
|----|------|-------|-----|
| 1 | Apologies for absence | | |
| 2 | Declarations of interest | | |
| 3 | Play schemes | | decide |
| 4 | Any other business | | |
`,
);
home.run("--on", "2005-09-26", "meeting", "new", "strategy-board", "2005-10-11", "--time", "14:00", "--place", "Town Hall");
home.run("--on", "2005-09-27", "file", agenda, "--meeting", "CTB-2005-M001");
const server = await serveRecord(program, home.path, { on: "2005-10-12" });
const take = `${server.origin}/meetings/CTB-2005-M001/minutes/take`;

const one = await browser();
const page = await one.context.newPage();
const said = complaints(page);
await acceptInvitation(page, server.firstLink(), password);
const other = await browser();
const second = await other.context.newPage();
await acceptInvitation(second, server.origin + home.run("account", "invite", "helen-marsh").match(/\/invitation\/[\w-]+/)[0], password);

const text = (p, selector) => p.locator(selector).textContent();
const until = (p, selector, start) =>
  p.waitForFunction(([s, w]) => new RegExp(w).test(document.querySelector(s).textContent), [selector, start], { timeout: patience });
// Type into a field, leave it, and wait until the server has it and the form knows of that.
async function typed(p, field, words) {
  const name = await field.evaluate((e) => e.name);
  const sent = p.waitForResponse((r) => r.request().method() === "POST" && new URLSearchParams(r.request().postData() ?? "").get(name) === words, { timeout: patience });
  await field.fill(words);
  await field.blur();
  const { base } = await (await sent).json();
  await p.waitForFunction((now) => document.querySelector('[name="base"]').value === now, base, { timeout: patience });
}
async function look(name) {
  for (const [width, height] of widths) {
    await page.setViewportSize({ width, height });
    for (const f of await axe(page)) found.push(`${name} ${width} px: ${f}`);
    checks++;
    if (shots) await shot(page, join(shots, `${name}-${width}.png`));
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

// ---- from the meeting's page into the form; nothing is begun by looking
await page.goto(`${server.origin}/meetings/CTB-2005-M001`);
await press(page.getByRole("button", { name: "Take minutes" }));
expect("the form", page.url(), take);
expect("nobody there yet", await text(page, "[data-quorum-line]"), /^Not quorate: 0 voting members counted, 4 /);
expect("nothing saved", await text(page, "[data-saved]"), "");

// ---- the quorum line follows, and each change is saved by itself
await page.locator("#p-helen-marsh-p").check();
await until(page, "[data-quorum-line]", "^Not quorate: 1 voting member counted");
await until(page, "[data-saved]", "^Saved \\d\\d:\\d\\d by Beth Corrigan$");
for (const who of ["anita-verma", "jane-whitlock"]) await page.locator(`#p-${who}-p`).check();
await page.locator("#p-tom-adeyemi-s").check();
await page.locator("#p-tom-adeyemi-who").fill("Rosa Lindqvist");
await page.locator("#p-martin-quill-a").check();
await until(page, "[data-quorum-line]", "^Quorate: 4 voting members counted, 4 needed");
expect("no longer short", await page.locator("[data-quorum-line]").evaluate((e) => e.classList.contains("mb-quorum--short")), false);
await typed(page, page.locator("#t-3-text"), "Members asked what the later hours would cost.");
expect("saved without a problem", await text(page, "[data-saved]"), /^Saved /);

// ---- the second secretary goes on with it; what each types in another place comes to the other
await second.goto(take);
expect("as it was left", await second.locator("#t-3-text").inputValue(), "Members asked what the later hours would cost.");
await typed(second, second.locator("#t-1-text"), "As listed above.");
await until(second, "[data-saved]", "by Helen Marsh");
await typed(page, page.locator("#others"), "Beth Corrigan, Board Officer");
expect("what the other typed", await page.locator("#t-1-text").inputValue(), "As listed above.");

// ---- a row that one adds is told of to the other, and there when that one saves by the button
await press(second.getByRole("button", { name: "Add an action to 1. Apologies for absence" }));
await typed(second, second.getByLabel("What", { exact: true }), "Send the dates to all");
await typed(page, page.locator("#public"), "3 members of the public");
await until(page, "[data-saved]", "^Saved .*not shown here: press “Save”");
await press(page.getByRole("button", { name: "Save", exact: true }).last());
expect("the row of the other", await page.getByLabel("What", { exact: true }).inputValue(), "Send the dates to all");
await second.reload();

// ---- both in the same place: told at once, shown side by side, both kept
await typed(second, second.locator("#t-4-text"), "Helen's words.");
await page.locator("#t-4-text").fill("Beth's words.");
await page.locator("#others").focus();
await until(page, "[data-saved]", "^Not saved: Helen Marsh has changed the same");
said.splice(0); // that the answer is 409 is no complaint
await press(page.getByRole("button", { name: "Save", exact: true }).last());
await page.getByRole("heading", { name: "You and Helen Marsh have changed the same" }).waitFor();
said.splice(0);
await look("minutes-clash");
await page.getByLabel("Keep both").check();
await press(page.getByRole("button", { name: "Save this text" }));
expect("both", await page.locator("#t-4-text").inputValue(), "Beth's words.\n\nHelen's words.");

// ---- a decision and an action are added by asking the server
await press(page.getByRole("button", { name: "Add a decision to 3. Play schemes" }));
await page.getByLabel("Wording").fill("That the play schemes be extended to Easter.");
await press(page.getByRole("button", { name: "Add an action to 3. Play schemes" }));
expect("what was typed before", await page.getByLabel("Wording").inputValue(), "That the play schemes be extended to Easter.");
await page.getByLabel("What", { exact: true }).last().fill("Write to schools");
await page.getByLabel("Who", { exact: true }).last().fill("Jane Whitlock");
await typed(page, page.getByLabel("By when").last(), "31 October 2005");
await page.goto(server.origin);
await look("home-with-draft");
await page.goto(`${server.origin}/meetings/CTB-2005-M001`);
await look("meeting-to-take");
await page.goBack();
await page.goBack();
expect("what was typed last", await page.getByLabel("By when").last().inputValue(), "31 October 2005");
await look("minutes-take");
for (const f of (await keyboardWalk(page)).said) found.push(`taking minutes: ${f}`);

// ---- the session ends while one types
home.run("account", "sessions", "end", "beth-corrigan");
await page.locator("#t-4-text").fill("Typed after the session had ended.");
await page.locator("#others").focus();
await until(page, "[data-saved]", "^Not saved: you are signed out");
said.splice(0);
await press(page.getByRole("button", { name: "Save", exact: true }).last());
await page.locator("#person").fill("beth-corrigan");
await page.locator("#password").fill(password);
await press(page.locator('main button[type="submit"]'));
await press(page.getByRole("button", { name: "Send it now" }));
expect("nothing is lost", await page.locator("#t-4-text").inputValue(), "Typed after the session had ended.");

// ---- made, looked through, filed
for (const who of ["dorothy-kemp", "victor-farrow", "lucy-tran"]) await page.locator(`#p-${who}-a`).check();
await press(page.getByRole("button", { name: "Make the minutes" }));
await page.getByRole("heading", { name: "Check what was read" }).waitFor();
await look("minutes-review");
await press(page.getByRole("button", { name: "File it" }));
expect("filed", new URL(page.url()).pathname, "/d/CTB-2005-M001-minutes");
await page.goto(server.origin);
expect("no draft waits", await page.getByText("Minutes being taken").count(), 0);
expect("in the register", (await page.goto(`${server.origin}/decisions`), await page.getByText("play schemes be extended to Easter").count()) > 0, true);
for (const f of said) found.push(f);

await one.close();
await other.close();
await server.stop();
expect("the record", home.run("verify"), /The record is sound/);
home.run("index", "check");
home.remove();
finish("minutes in a browser", checks, found);
