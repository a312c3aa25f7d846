// The board officer from an empty diary to filed minutes: a meeting set up, its agenda built, a paper pasted, signed off and approved, the
// notice sent out; two weeks later the minutes taken, looked at, filed and circulated.   journey_secretary.mjs PROGRAM SOURCE
import { journey, personAt, serveRecord, storyHome, unsound } from "./lib.mjs";

const [program, source] = process.argv.slice(2);
const home = storyHome(program, source);
const j = journey("a secretary's journey");
const paper = `# Play schemes at Easter

**For Decision**

## Summary

The play schemes were well used in the half-term week.

## Implications

**Financial:** £3,600, met from the play budget.

**Legal:** None.

## Recommendations

The Strategy Board is asked to agree:

1. That the play schemes be kept open until 6 pm in the Easter holidays.
`;
const button = (page, name) => page.getByRole("button", { name, exact: true });

// ---- two weeks before
let server = await serveRecord(program, home.path, { on: "2006-01-03" });
const beth = await personAt(server, home, "beth-corrigan", { link: server.firstLink() });
const { page, said } = beth;
await j.press(button(page, "Put a meeting in the diary"));
await page.locator("#group").selectOption({ label: "Children's Trust Strategy Board" });
await page.locator("#date").fill("2006-01-17");
j.expect("the usual agenda is offered", await page.locator("#agenda").isChecked());
await j.look(page, "a new meeting", said);
await j.press(page.locator('main button[type="submit"]').first());
await j.shows(page, "the meeting", "Tuesday 17 January 2006", "What must still happen", "Apologies for absence");
await j.look(page, "meeting", said);
const meeting = page.url();

await j.press(page.getByRole("link", { name: "Build the agenda" }).or(page.getByRole("button", { name: "Build the agenda" })).first());
await j.look(page, "agenda", said);
if (await button(page, "Begin the agenda").count()) j.expect("the agenda has begun", false);
await page.locator("#paper-text").fill(paper);
await j.press(button(page, "Add paper"));
await j.shows(page, "the paper on the agenda", "Play schemes at Easter", "CTB-2006-P001");
await j.press(page.getByRole("button", { name: /^Move up Play schemes at Easter/ }));
await j.press(page.getByRole("button", { name: /^Move up Play schemes at Easter/ }));
const order = await page.locator(".mb-agenda__text").allInnerTexts();
j.expect("it went up", order.findIndex((t) => t.includes("Play schemes")) < order.length - 1, order.join("; "));

// ---- what must still happen happens: each by whom it is for
for (const [who, act] of [
  ["farah-nazir", "Sign off as finance lead"],
  ["leonard-shaw", "Sign off as legal lead"],
  ["helen-marsh", "Approve the paper for the agenda"],
]) {
  const other = await personAt(server, home, who);
  await other.page.goto(`${server.origin}/d/CTB-2006-P001`);
  await j.press(button(other.page, act));
  await j.look(other.page, act, other.said);
  await j.press(other.page.locator('main button[type="submit"]').last());
  await j.shows(other.page, `${who}, ${act}`, "Play schemes at Easter", "Done");
  await other.close();
}
await page.goto(`${server.origin}/move-on`);
await j.look(page, "moving on together", said);
await page.goto(`${server.origin}/d/CTB-2006-M001-agenda`);
await j.press(button(page, "Publish the agenda and give notice"));
await j.look(page, "publishing", said);
await j.press(page.locator('main button[type="submit"]').last());
await j.shows(page, "the agenda is out", "published", "Done");
j.expect("and the paper with it", home.run("--json", "show", "CTB-2006-P001").includes('"state":"published"'));
await server.stop();

// ---- on the day
server = await serveRecord(program, home.path, { on: "2006-01-17" });
await page.goto(server.origin + new URL(meeting).pathname);
await j.press(page.getByRole("link", { name: "Take minutes" }).or(page.getByRole("button", { name: "Take minutes" })).first());
for (const who of ["helen-marsh", "anita-verma", "jane-whitlock", "martin-quill", "victor-farrow"]) await page.locator(`#p-${who}-p`).check();
for (const who of ["tom-adeyemi", "dorothy-kemp", "lucy-tran"]) await page.locator(`#p-${who}-a`).check();
const quorate = await page.waitForFunction(() => !/Not quorate/.test(document.querySelector("[data-quorum-line]").textContent)).catch(() => null);
j.expect("quorate as they come", quorate, await page.locator("[data-quorum-line]").innerText());
await j.press(page.getByRole("button", { name: /^Add a decision to .*Play schemes at Easter/ }));
await page.getByLabel("Wording").fill("That the play schemes be kept open until 6 pm in the Easter holidays.");
await j.press(page.getByRole("button", { name: /^Add an action to .*Play schemes at Easter/ }));
await page.getByLabel("What", { exact: true }).last().fill("write to schools");
await page.getByLabel("Who", { exact: true }).last().fill("Jane Whitlock");
await page.getByLabel("By when").last().fill("31 January 2006");
await j.look(page, "taking minutes", said);
await j.press(button(page, "Make the minutes"));
await j.shows(page, "what was read out of them", "The play schemes be kept open".toLowerCase().slice(4), "Write to schools".toLowerCase());
await j.look(page, "reviewing", said);
await j.press(button(page, "File it"));
const decided = home.run("--json", "decisions", "--since", "2006-01-17");
j.expect("one decision is in the register", (decided.match(/"id":"CTB-2006-D/g) ?? []).length === 1 && /play schemes be kept open/.test(decided), decided);
j.expect("and one action", /write to schools/i.test(home.run("--json", "actions")));
await page.goto(`${server.origin}/d/CTB-2006-M001-minutes`);
await j.press(button(page, "Circulate the draft minutes to the members"));
await j.press(page.locator('main button[type="submit"]').last());
await j.shows(page, "sent to the members", "circulated");

// ---- and what it looks like to the member who has to do it
const jane = await personAt(server, home, "jane-whitlock", { width: 320, height: 640 });
await j.shows(jane.page, "her first page", "Write to schools");
await j.look(jane.page, "her first page", jane.said);
await jane.close();
await beth.close();
await server.stop();
j.found.push(...unsound(home));
home.remove();
j.finish();
