// A clause becomes a rule in force, wholly in the browser: the handbook read, a proposal begun, its files written in the plain editor with a slip
// that is named and mended, tests run, a real case tried, the past replayed, laid down by one administrator and brought into force by another,
// who cites the recorded decision. Then a paper is refused, put right as the refusal says, and approved.   journey_rules.mjs PROGRAM SOURCE
import { acceptInvitation, journey, keyboardWalk, personAt, run, serveRecord, shot, signIn, storyHome, unsound } from "./lib.mjs";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [program, source] = process.argv.slice(2);
const handbook = readFileSync(join(source, "repo-template/handbook/writing-rules.md"), "utf8");
const block = (kind, info = "") => handbook.match(new RegExp(`^\`\`\`${kind} ?(${info.replace(/[.*]/g, "\\$&")}[^\\n]*)\\n([^]*?)^\`\`\``, "m"));
const home = storyHome(program, source);
const j = journey("a rule's journey");
const button = (page, name) => page.getByRole("button", { name, exact: true });
const link = (page, name) => page.getByRole("link", { name, exact: true });
const main = (page) => page.locator("main").innerText();
let pictures = 0;

/** axe, complaints and sideways scroll of the page as it stands; with MB_SHOTS a picture of it too. */
async function see(who, what) {
  await j.look(who.page, what, who.said);
  if (!process.env.MB_SHOTS) return;
  mkdirSync(process.env.MB_SHOTS, { recursive: true });
  const size = who.page.viewportSize();
  await shot(who.page, join(process.env.MB_SHOTS, `${String(++pictures).padStart(2, "0")}-${what.replace(/\W+/g, "-")}-${size.width}.png`));
  await who.page.setViewportSize(size);
}

/** What goes on after its reply: look again until it is over. */
async function over(page) {
  for (let i = 0; i < 200 && (await button(page, "Stop it").count()); i++) await j.press(button(page, "Look again").or(link(page, "Look again")).first());
}

// ---- the clause is read, a proposal begun
let server = await serveRecord(program, home.path, { on: "2005-12-27" });
const beth = await personAt(server, home, "beth-corrigan", { width: 1280, height: 900, link: server.firstLink() });
const { page } = beth;
await j.press(link(page, "Rules"));
await see(beth, "rules in force");
await j.press(button(page, "Proposals").or(link(page, "Proposals")).first());
await see(beth, "proposals");
await j.press(page.getByRole("link", { name: /^How a rule is written/ }));
await j.shows(page, "the handbook", "A paper that asks for more than £25,000 is signed off by the treasurer");
await see(beth, "handbook");
await page.goBack();
await j.press(button(page, "Begin a proposal").or(link(page, "Begin a proposal")).first());
await page.locator("#title").fill("Treasurers sign off large sums");
await j.press(button(page, "Begin"));
await j.shows(page, "a proposal", "Nothing in it binds anybody", "Treasurers sign off large sums");
await see(beth, "a proposal");
const proposal = new URL(page.url()).pathname;
const to = (tail) => page.goto(server.origin + proposal + tail);

// ---- written, with a slip that is named with its line and the word that was meant
const add = async (name, text) => {
  await to("");
  await j.press(button(page, "Add a file").or(link(page, "Add a file")).first());
  await page.locator("#name").fill(name);
  await j.press(page.locator('main button[type="submit"]').first());
  await page.locator("#text").fill(text);
  await j.press(button(page, "Save"));
};
const rule = block("lua", "my-rules/12-large-sums.lua")[2];
await add("12-large-sums.lua", rule.replace("requires  =", "requries  ="));
const line = 1 + rule.split("\n").findIndex((l) => l.startsWith("rule "));
await j.shows(page, "a slip", "slips in the proposal", `12-large-sums.lua, line ${line}`, "requries", "did you mean 'requires'");
await see(beth, "a slip is named");
await j.press(page.getByRole("link", { name: /did you mean/ }));
await j.shows(page, "the line", "requries");
await see(beth, "the line");
await j.press(button(page, "Change this file").or(link(page, "Change this file")).first());
await page.locator("#text").fill((await page.locator("#text").inputValue()).replace("requries", "requires"));
for (const f of (await keyboardWalk(page)).said) j.expect(`writing a rule: ${f}`, false);
await j.press(button(page, "Save"));
j.expect("it is mended", !(await main(page)).includes("did you mean"), await main(page));
await to("/edit/10-papers.lua");
const [, info, roles] = block("lua", "my-rules/10-papers.lua");
const old = info.split(" replace: ")[1];
const papers = await page.locator("#text").inputValue();
j.expect("the line to change is there once", papers.split(old).length === 2);
await page.locator("#text").fill(papers.replace(old, roles.trimEnd()));
await j.press(button(page, "Save"));
await j.shows(page, "nobody can do it yet", "nobody holds the role 'treasurer'");
const posts = join(home.top, "partnership.yaml");
writeFileSync(posts, run("git", ["-C", join(home.path, "record.git"), "show", "main:partnership.yaml"]).replace(/^roles:\n/m, `roles:\n${block("posts")[2]}`));
home.run("--on", "2005-12-27", "edit", "partnership.yaml", "--file", posts);
await to("/check");
await j.shows(page, "no slips", "No slips in");
await see(beth, "no slips");
await to("/compare");
await j.shows(page, "what it changes", "12-large-sums.lua (new)");
await see(beth, "what it changes");

// ---- tested: nothing runs until it is asked for, and it goes on while somebody looks elsewhere
await add("tests/large_sums_test.lua", block("lua", "my-rules/tests/large_sums_test.lua")[2]);
await to("/test");
await j.press(button(page, "Run the tests"));
await see(beth, "tests at work");
await over(page);
await j.shows(page, "tests", "0 failed; 0 gaps", "All pass");
await see(beth, "tests");

// ---- tried on a real case, replayed
await to("/try");
await page.locator("#doc").selectOption("CTB-2005-P002");
await j.press(button(page, "Continue"));
await page.locator("#act").selectOption("move approve");
await page.locator("#by").selectOption("helen-marsh");
await page.locator("#on").fill("2005-12-27");
await j.press(button(page, "Judge"));
await j.shows(page, "tried", "Under the proposal", "Under what is in force on Tue 27 Dec 2005");
await see(beth, "tried");
await to("/replay");
await see(beth, "replay before");
await j.press(button(page, "Start"));
await over(page);
await j.shows(page, "the replay", "Same outcome and same effects", "This is what the proposal, as it stands, would have made of the past", "By Beth Corrigan");
j.expect("its table counts events", /Same outcome and same effects\s+\d{2,}/.test(await main(page)), await main(page));
await see(beth, "replay");
await to("");
await j.shows(page, "the steps", "3 files differ", "0 failed", "None found");
await see(beth, "steps done");

// ---- laid down by one, decided by the board, brought into force by another
await to("/enact");
await see(beth, "before it is laid down");
await page.locator("#reason").fill("Terms of reference 6.5");
await j.press(button(page, "Lay it down in the record"));
await j.shows(page, "laid down", "By Beth Corrigan on Tue 27 Dec 2005");
await see(beth, "laid down");
await server.stop();
const minutes = join(home.top, "minutes.md");
writeFileSync(minutes, block("minutes")[2]);
home.run("--on", "2005-12-28", "meeting", "new", "strategy-board", "2006-01-10");
home.run("--on", "2006-01-11", "file", minutes, "--meeting", "CTB-2006-M001");
server = await serveRecord(program, home.path, { on: "2006-01-12" });
const invited = home.run("account", "invite", "ruth-dimmock", "--admin").match(/\/invitation\/[\w-]+/)[0];
const ruth = await personAt(server, home, "ruth-dimmock", { width: 1280, height: 900, link: server.origin + invited });
await j.press(link(ruth.page, "Rules"));
await j.press(button(ruth.page, "Proposals").or(link(ruth.page, "Proposals")).first());
await j.press(link(ruth.page, "Treasurers sign off large sums"));
await j.press(link(ruth.page, "Lay down and bring into force"));
await j.shows(ruth.page, "what it needs", "By Beth Corrigan on Tue 27 Dec 2005", "binds nobody yet", "one person may do both");
await ruth.page.locator("#decision").selectOption("CTB-2006-D001");
await ruth.page.locator("#from").fill("2006-01-02");
await j.press(button(ruth.page, "Bring into force"));
await over(ruth.page);
await j.shows(ruth.page, "not in the past", "Rules never reach back", "Choose today or a later day");
await see(ruth, "refused to reach back");
await j.press(button(ruth.page, "Back to what it needs").or(link(ruth.page, "Back to what it needs")).first());
await ruth.page.locator("#decision").selectOption("CTB-2006-D001");
await ruth.page.locator("#from").fill("2006-01-13");
await see(ruth, "about to bring it into force");
await j.press(button(ruth.page, "Bring into force"));
await see(ruth, "coming into force");
await over(ruth.page);
await j.shows(ruth.page, "brought into force", "Brought into force", "It binds everybody from Fri 13 Jan 2006", "until then the rules before it do", "by decision CTB-2006-D001");
await see(ruth, "brought into force");
await j.press(button(ruth.page, "The rules").or(link(ruth.page, "The rules")).first());
await j.shows(ruth.page, "the rules", "Others come into force on Fri 13 Jan 2006");
await see(ruth, "rules to come");
await ruth.page.setViewportSize({ width: 320, height: 640 });
for (const tail of ["", "/replay", "/enacting", "/edit/12-large-sums.lua", "/try?doc=CTB-2005-P002&act=move+approve&by=helen-marsh&on=2005-12-27"]) {
  await ruth.page.goto(server.origin + proposal + tail);
  await see(ruth, `on a telephone${tail.replace(/\?.*/, "")}`);
}
await ruth.close();
await beth.close();
await server.stop();

// ---- and it binds: a paper is refused, put right as the refusal says, and approved
server = await serveRecord(program, home.path, { on: "2006-01-17" });
const member = await personAt(server, home, "paul-okafor"); // one browser, which the others use after him
const { page: his } = member;
/** Somebody else signs in at the same browser: by an invitation, or with the password when there was one already. */
const changeTo = async (id, again = false) => {
  await member.context.clearCookies();
  if (again) {
    await signIn(his, server.origin, id, "heron stands in still water");
    return his.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  }
  await acceptInvitation(his, server.origin + home.run("account", "invite", id).match(/\/invitation\/[\w-]+/)[0], "heron stands in still water");
};
await his.goto(`${server.origin}/file?kind=paper&group=strategy-board`);
await his.locator("#text").fill(block("paper")[2]);
await j.press(button(his, "See what is read out of it"));
await see(member, "what is read out of the paper");
await j.press(his.locator('main button[type="submit"]').first());
await j.shows(his, "the paper is in", "CTB-2006-P001", "Family centre in the Old Library");
const act = async (what) => {
  await his.goto(`${server.origin}/d/CTB-2006-P001`);
  await j.press(button(his, what).or(link(his, what)).first());
  await j.press(his.locator('main button[type="submit"]').last());
  await j.shows(his, what, "Done");
};
for (const [id, role] of [["farah-nazir", "finance lead"], ["leonard-shaw", "legal lead"]]) {
  await changeTo(id);
  await act(`Sign off as ${role}`);
}
await changeTo("helen-marsh");
await his.goto(`${server.origin}/d/CTB-2006-P001/move/approve`);
await j.shows(his, "refused", "The treasurers of the contributing partners sign off a large sum", "missing:", "Ask the treasurer of", "Terms of reference 6.5", "What would do");
await see(member, "a paper is refused");
for (const id of ["dorothy-kemp", "tom-adeyemi"]) {
  await changeTo(id);
  await act("Sign off as treasurer");
}
await changeTo("helen-marsh", true);
await act("Approve the paper for the agenda");
await j.shows(his, "approved", "approved");
await see(member, "approved");
await member.close();
await server.stop();
j.found.push(...unsound(home));
home.remove();
j.finish();
