// An administrator: all is well, somebody is invited and comes in, what they can see, who did what; then the rules in words, and a proposal
// written with a slip, put right and compared. (How a proposal is tested, replayed and enacted: journey_rules.mjs.)   journey_admin.mjs PROGRAM SOURCE
import { acceptInvitation, browser, complaints, journey, keyboardWalk, personAt, serveRecord, storyHome, unsound } from "./lib.mjs";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const [program, source] = process.argv.slice(2);
const home = storyHome(program, source);
const server = await serveRecord(program, home.path, { on: "2005-12-23" });
const j = journey("an administrator's journey");
const beth = await personAt(server, home, "beth-corrigan", { width: 1280, height: 900, link: server.firstLink() });
const { page, said } = beth;
const rule = readFileSync(join(source, "repo-template/handbook/writing-rules.md"), "utf8").match(/^```lua my-rules\/12-large-sums\.lua\n([^]*?)^```/m)[1];

// ---- is all well?
await j.press(page.getByRole("link", { name: "Administration", exact: true }));
await j.shows(page, "administration", "The record", "Index", "Sound", "Refused lately", "nobody approves their own work");
await j.look(page, "administration", said);

// ---- somebody is invited, and comes in by the link
await j.press(page.getByRole("link", { name: "Accounts", exact: true }));
await j.look(page, "accounts", said);
await j.press(page.getByRole("button", { name: "Invite a person" }).or(page.getByRole("link", { name: "Invite a person" })).first());
await page.locator("select").first().selectOption({ label: "Tom Adeyemi" });
await j.look(page, "inviting", said);
await j.press(page.getByRole("button", { name: "Make the link" }));
const link = (await page.content()).match(/\/invitation\/[\w-]+/)?.[0];
j.expect("the link is shown", link, await page.locator("main").innerText());
await j.look(page, "the link", said);
const tom = await browser({ width: 820, height: 1180 });
const his = await tom.context.newPage();
const hisSaid = complaints(his);
await acceptInvitation(his, server.origin + link, "heron stands in still water");
await j.shows(his, "he is in", "Hello, Tom Adeyemi");
await j.look(his, "his first page", hisSaid);
const again = await (await tom.context.newPage()).goto(server.origin + link);
j.expect("the link opens once", again.status() === 404, again.status());
const closed = await his.goto(`${server.origin}/admin`);
j.expect("administration is not for him", closed.status() === 403, closed.status());
await j.look(his, "not for him", hisSaid);
await tom.close();

// ---- what can he see, who did what
await page.goto(`${server.origin}/admin/see?person=tom-adeyemi`);
await j.shows(page, "what he can see", "Tom Adeyemi", "Safeguarding Children Board");
await j.look(page, "what he can see", said);
await page.goto(`${server.origin}/admin/audit`);
await j.shows(page, "who did what", "Who did what", "Daily run for");
await j.look(page, "who did what", said);
const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /CSV/ }).first().click()]);
j.expect("and as a file", readFileSync(await download.path(), "utf8").split("\n").length > 40);
await page.goto(`${server.origin}/admin/account-log`);
await j.shows(page, "what was done with accounts", "Tom Adeyemi");
await j.look(page, "what was done with accounts", said);

// ---- the rules, in words and as they are
await j.press(page.getByRole("link", { name: "Rules", exact: true }));
await j.shows(page, "the rules", "In force", "In words");
await j.look(page, "rules", said);
await j.press(page.getByRole("link", { name: "Paper", exact: true }).first());
await j.shows(page, "the rules of papers", "nobody approves their own work".slice(7));
await j.look(page, "rules of papers", said);
await page.goto(`${server.origin}/rules/proposals/new`);
await page.locator("#title").fill("Large sums");
await j.press(page.getByRole("button", { name: "Begin", exact: true }));
await j.shows(page, "a proposal", "Large sums");
await j.look(page, "a proposal", said);
const proposal = page.url();
await page.goto(`${proposal}/add`);
await page.locator('[name="name"]').fill("12-large-sums.lua");
await j.press(page.locator('main button[type="submit"]').first());
await page.goto(`${proposal}/edit/12-large-sums.lua`);
await page.locator("#text").fill(rule.replace("requires  =", "requries  ="));
await j.press(page.getByRole("button", { name: "Save", exact: true }));
await page.goto(`${proposal}/check`);
await j.shows(page, "a slip is found", "did you mean");
await j.look(page, "what is not in order", said);
await page.goto(`${proposal}/edit/12-large-sums.lua`);
await page.locator("#text").fill(rule);
await j.look(page, "writing a rule", said);
for (const f of (await keyboardWalk(page)).said) j.expect(`writing a rule: ${f}`, false);
await j.press(page.getByRole("button", { name: "Save", exact: true }));
await page.goto(`${proposal}/check`);
j.expect("and put right", !(await page.locator("main").innerText()).includes("did you mean"));
await page.goto(`${proposal}/compare`);
await j.shows(page, "what it changes", "12-large-sums.lua (new)");
await j.look(page, "what it changes", said);
await page.goto(`${proposal}/try?doc=CTB-2005-P001`);
await j.look(page, "trying it", said);

// ---- on a telephone
await page.setViewportSize({ width: 320, height: 640 });
for (const path of ["/admin", "/admin/people", "/admin/groups", "/admin/accounts", "/admin/see?person=tom-adeyemi", "/admin/audit", "/rules", "/rules/all", "/rules/numbers", "/rules/files", new URL(proposal).pathname]) {
  await page.goto(server.origin + path);
  await j.look(page, "on a telephone", said);
}
await beth.close();
await server.stop();
j.found.push(...unsound(home));
home.remove();
j.finish();
