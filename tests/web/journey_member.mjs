// A member on a tablet: from the first page to "what did we decide on this, when, why, and what came of it?", then the same on a
// telephone and with scripts blocked; and a visitor who is not signed in.   journey_member.mjs PROGRAM SOURCE
import { complaints, browser, journey, personAt, serveRecord, storyHome, unsound } from "./lib.mjs";
import { readFileSync } from "node:fs";

const [program, source] = process.argv.slice(2);
const home = storyHome(program, source);
const server = await serveRecord(program, home.path, { on: "2005-12-23" });
const j = journey("a member's journey");
const password = "heron stands in still water";

async function search(page, words) {
  await page.locator("#find-in-header").fill(words);
  await page.locator("#find-in-header").press("Enter");
  await page.waitForURL(/\/search\?/);
}

// ---- on a tablet
const member = await personAt(server, home, "jane-whitlock", { width: 820, height: 1180 });
const { page, said } = member;
await j.shows(page, "the first page", "Hello, Jane Whitlock", "Send the opening dates", "overdue", "Strategy Board");
await j.look(page, "home", said);

await search(page, "joint teams");
await j.shows(page, "the search", "results", "Joint Teams for Children's Services", "Page of the handbook");
j.expect("a decision stands before the reports of it", /Decision CTB-2005-D002/.test(await page.locator(".mb-agenda__item").first().innerText()));
await page.locator(".mb-filter__summary").click();
await page.locator("#kind").selectOption("decision");
await j.press(page.getByRole("button", { name: "Apply" }));
await j.look(page, "search, filtered", said);
const hits = await page.locator(".mb-agenda__item").allInnerTexts();
j.expect("the filter leaves decisions", hits.length >= 2 && hits.every((t) => t.includes("Decision ")), hits.join("; "));
await j.press(page.getByRole("link", { name: "Five joint teams for children's services be formed with effect from 1 April 2006" }));

await j.shows(page, "the decision", "not yet in force", "with effect from Sat 1 Apr 2006", "The very words of CTB-2005-M001-minutes", "Helen Marsh",
  "6 for, 1 against, 1 abstention", "Ratified", "Council's Executive", "Signed off as legal lead", "for an earlier text: void", "Paper filed");
await j.look(page, "decision", said);
j.expect("no sign-off is by a group", !/Signed off as \w+ lead by Children's/.test(await page.locator("main").innerText()));
const decision = page.url();

// ---- as at a date, with both clocks
await page.getByText("Show this page as at a date").click();
await page.locator("#as-at").fill("2005-10-20");
await page.locator("#known-at").fill("2005-10-20");
await j.press(page.getByRole("button", { name: "Show", exact: true }));
await j.shows(page, "as at a date", "In force on Thursday 20 October 2005, as known on Thursday 20 October 2005.");
j.expect("what came later is not told", !(await page.locator("main").innerText()).includes("Ratified"));
await j.look(page, "decision as at a date", said);
await j.press(page.getByRole("link", { name: "Show today’s" }));
j.expect("and back to today", (await page.locator("main").innerText()).includes("Ratified"));

// ---- the paper: what changed, every version, why
await j.press(page.getByRole("link", { name: /^CTB-2005-P001/ }).first());
await j.shows(page, "the paper", "Joint Teams for Children's Services by 1 April 2006", "The text", "Recommendations");
await j.look(page, "paper", said);
await j.press(page.getByRole("link", { name: "What changed" }));
j.expect("the last change of the words", (await page.locator("ins").last().innerText()).replace(/\s+/g, " ").includes("in consultation with the Chair"));
j.expect("what is the same is cut short", (await page.locator(".mb-diff__gap").count()) > 0);
await j.look(page, "compare", said);
await j.press(page.getByRole("link", { name: "Show the whole text" }));
j.expect("and can be shown", (await page.locator(".mb-diff__gap").count()) === 0);
const versions = await page.locator("#from option").count();
await page.locator("#from").selectOption({ index: 0 });
await page.locator("#to").selectOption({ index: versions - 1 });
await j.press(page.getByRole("button", { name: "Compare" }));
await j.shows(page, "the first and the last", "Approved", "Published");
await page.goto(`${server.origin}/d/CTB-2005-P001/history`);
await j.shows(page, "every version", "Helen Marsh approved this paper", "entered by Beth Corrigan", "Published, together with another document");
await j.look(page, "history", said);
await j.press(page.getByRole("link", { name: "What the rules said" }).nth(1));
await j.shows(page, "why", "What the rules said", "Met");
await j.look(page, "why", said);

// ---- what stands, the map, a group
await page.goto(`${server.origin}/search?q=joint+teams`);
await j.press(page.getByRole("link", { name: "What stands on this topic" }));
await j.shows(page, "what stands", "In force", "Decided, without effect yet", "delegated to the Chief Officer");
await j.look(page, "what stands", said);
await j.press(page.getByRole("link", { name: "Groups", exact: true }));
await j.look(page, "groups", said);
await j.press(page.getByRole("link", { name: "Who reports to whom" }));
const drawing = page.locator("img.mb-map");
j.expect("the drawing is there", await drawing.evaluate((e) => e.complete && e.naturalWidth > 100));
await j.shows(page, "the map", "The same as a list", "reports to Council's Executive (solid, political)");
await j.look(page, "map", said);
await j.press(page.getByRole("link", { name: "Children's Trust Strategy Board", exact: true }).first());
await j.shows(page, "the group", "Wendlebury Primary Care Trust", "Members", "Meetings", "Decisions");
await j.look(page, "group", said);
await j.press(page.locator(".mb-prose a").first());
await j.shows(page, "a link in the text", "Group", "Council's Executive");

// ---- a meeting and its pack
await j.press(page.getByRole("link", { name: "Meetings", exact: true }));
await j.look(page, "meetings", said);
await j.press(page.getByRole("link", { name: "CTB-2005-M001", exact: true }));
await j.shows(page, "the meeting", "Agenda", "Who came", "Rosa Lindqvist, for Tom Adeyemi", "What was decided", "Who does what");
await j.look(page, "meeting", said);
await j.press(page.getByRole("button", { name: "Read the pack" }));
await page.getByRole("link", { name: /^4\. Joint Teams/ }).click();
j.expect("the contents lead to the paper", /#item-4$/.test(page.url()) && (await page.locator("#item-4").boundingBox()).y < 400);
await j.shows(page, "the pack", "5. Grant to the Wendlebury Play Association", "Emergency Foster Placements for the Winter");
await j.look(page, "pack", said);
await page.emulateMedia({ media: "print" });
j.expect("printed without menu and buttons", !(await page.locator(".govuk-service-navigation").isVisible()) && !(await page.locator(".mb-find").isVisible()));
await page.emulateMedia({ media: null });

// ---- the register, sorted, filtered, taken away
await j.press(page.getByRole("link", { name: "Decisions", exact: true }));
j.expect("the newest first", (await page.locator("tbody th").first().innerText()) === "CTB-2005-D012");
await j.press(page.locator(".mb-sort", { hasText: "Date" }));
j.expect("sorted by a link", (await page.locator("tbody th").first().innerText()) === "CTB-2005-D001");
await page.locator(".mb-filter__summary").click();
await page.locator("#group").selectOption({ label: "Council's Executive" });
await j.press(page.getByRole("button", { name: "Apply" }));
j.expect("filtered", (await page.locator("tbody tr").count()) === 2);
await j.look(page, "register", said);
const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /CSV/ }).click()]);
const csv = readFileSync(await download.path(), "utf8");
j.expect("the same as a file", /^\ufeff?Decision,/.test(csv) && csv.trim().split("\n").length === 3, csv);
await j.press(page.getByRole("link", { name: /Remove.*Group/ }));
j.expect("and taken off again", (await page.locator("tbody tr").count()) === 14);

// ---- my action: reported on
await page.goto(server.origin);
await j.press(page.getByRole("link", { name: "Send the opening dates of the centres to all schools" }));
await j.shows(page, "my action", "overdue", "Fri 28 Oct 2005", "The very words");
await j.look(page, "action", said);
await j.press(page.getByRole("button", { name: "Record that the action is done" }));
await j.look(page, "completing it", said);
await page.locator("#reason").fill("All schools have the dates since 20 December.");
await j.press(page.locator('main button[type="submit"]'));
await j.shows(page, "done", "done", "CTB-2005-A001");

// ---- my account
await j.press(page.getByRole("link", { name: "Your settings, Jane Whitlock" }));
await j.look(page, "account", said);
await page.locator("#old").fill("not this one");
await j.press(page.getByRole("button", { name: "Sign out", exact: true }));
await page.goto(decision);
j.expect("signed out: to sign in, and back", /\/sign-in\?to=/.test(page.url()), page.url());
await page.locator("#person").fill("jane whitlock");
await page.locator("#password").fill(password);
await j.press(page.locator('main button[type="submit"]'));
j.expect("back where one wanted to go", page.url() === decision, page.url());

// ---- on a telephone
await page.setViewportSize({ width: 320, height: 640 });
await page.goto(server.origin);
j.expect("the menu is folded", !(await page.locator("#menu").isVisible()));
await page.getByRole("button", { name: "Menu" }).click();
await j.press(page.locator("#menu").getByRole("link", { name: "Decisions" }));
for (const path of ["/", "/decisions", "/d/CTB-2005-D003", "/meetings/CTB-2005-M001", "/meetings/CTB-2005-M001/pack", "/map", "/search?q=joint+teams", "/d/CTB-2005-P001/compare", "/groups/strategy-board", "/registers/actions", "/account"]) {
  await page.goto(server.origin + path);
  await j.look(page, "on a telephone", said);
}
await member.close();

// ---- with scripts blocked
const quiet = await personAt(server, home, "victor-farrow", { width: 820, height: 1180, scripts: false });
await search(quiet.page, "joint teams");
await quiet.page.locator(".mb-filter__summary").click();
await quiet.page.locator("#kind").selectOption("paper");
await j.press(quiet.page.getByRole("button", { name: "Apply" }));
await j.press(quiet.page.getByRole("link", { name: "Joint Teams for Children's Services by 1 April 2006" }));
await j.shows(quiet.page, "without scripts", "What happened", "The text");
await quiet.page.getByText("Show this page as at a date").click();
await quiet.page.locator("#as-at").fill("2005-09-20");
await j.press(quiet.page.getByRole("button", { name: "Show", exact: true }));
await j.shows(quiet.page, "without scripts, as at a date", "In force on Tuesday 20 September 2005, as known now.");
await j.look(quiet.page, "without scripts");
await quiet.close();
await server.stop();
j.found.push(...unsound(home));
home.remove();

// ---- a visitor, with public on
const open = storyHome(program, source, { open: true });
const site = await serveRecord(program, open.path, { on: "2005-12-23" });
const visitor = await browser({ width: 820, height: 1180 });
const out = await visitor.context.newPage();
const outSaid = complaints(out);
await out.goto(site.origin);
await j.shows(out, "the public's first page", "Wendlebury Children's Trust", "Newest decisions", "Minutes", "Who decides", "Sign in");
await j.look(out, "public home", outSaid);
await j.press(out.getByRole("link", { name: /^Minutes of/ }).first());
await j.shows(out, "published minutes", "RESOLVED", "approved");
await j.look(out, "public minutes", outSaid);
await out.goto(`${site.origin}/meetings/CTB-2005-M001`);
j.expect("a name is no link that leads nowhere", (await out.locator('main a[href^="/people/"]').count()) === 0);
await j.look(out, "public meeting", outSaid);
await out.setViewportSize({ width: 320, height: 640 });
for (const path of ["/", "/meetings/CTB-2005-M001", "/registers", "/groups/strategy-board", "/no-such-page"]) {
  await out.goto(site.origin + path);
  await j.look(out, "public, on a telephone", outSaid);
}
await visitor.close();
await site.stop();
open.remove();
j.finish();
