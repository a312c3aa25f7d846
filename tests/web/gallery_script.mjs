// What our own script adds, and that nothing is lost without it: the quorum line, counted words, saving while one types.
import { after, browser, finish, press, serveFolder, withoutScripts } from "./lib.mjs";

const site = await serveFolder(process.argv[2]);
const { context, close } = await browser();
const found = [];
let checks = 0;
function expect(what, got, want) {
  checks++;
  if (got !== want) found.push(`${what}: ${JSON.stringify(got)}, not ${JSON.stringify(want)}`);
}

// ---- the quorum line is the server's; saving is soon when the attendance changes
const page = await context.newPage();
const sent = [];
let answer = { status: 200, json: { saved: "Saved 10:06", base: "v2", quorum: "Quorate: 5 voting members counted, 5 needed.", short: false } };
await page.route("**/minutes/save", async (route) => {
  if (!answer) return route.abort();
  sent.push(route.request().postData());
  return route.fulfill(answer);
});
const says = (words) => page.waitForFunction((w) => document.querySelector("[data-quorum-line]").textContent.startsWith(w), words, { timeout: 60000 });
await page.goto(`${site.origin}/minutes_edit.html`);
const line = page.locator("[data-quorum-line]");
expect("short before anything", await line.evaluate((e) => e.classList.contains("mb-quorum--short")), true);
await page.locator("#w2-p").check();
await says("Quorate");
expect("no longer short", await line.evaluate((e) => e.classList.contains("mb-quorum--short")), false);
expect("the version is the one saved", await page.locator("[name=base]").inputValue(), "v2");

// ---- what somebody else changed comes into the form; where one has typed meanwhile the form keeps what one typed, and its version
answer = { status: 200, json: { saved: "Saved", base: "v3", theirs: [{ name: "it1-text", mine: "As listed above.", value: "Tom was late." }, { name: "w0", mine: "present", value: "apologies" }] } };
await page.locator("#others").fill("x");
await page.locator("#chair").focus();
await page.waitForFunction(() => document.querySelector("#it1-text").value === "Tom was late.", null, { timeout: 60000 });
expect("their attendance too", await page.locator("#w0-a").isChecked(), true);
answer = { status: 200, json: { saved: "Saved again", base: "v4", theirs: [{ name: "it1-text", mine: "something else", value: "lost?" }] } };
await page.locator("#others").fill("y");
await page.locator("#chair").focus();
await page.waitForFunction(() => document.querySelector("[data-saved]").textContent === "Saved again", null, { timeout: 60000 });
expect("what one typed stays", await page.locator("#it1-text").inputValue(), "Tom was late.");
expect("and so does the version", await page.locator("[name=base]").inputValue(), "v3");
answer = null;
page.on("dialog", (d) => d.accept());
await page.reload();

// ---- saving: on leaving a field, once, with everything; then again when the network was away
sent.length = 0;
answer = { status: 200, json: { saved: "Saved 10:06" } };
const saved = page.locator("[data-saved]");
await page.locator("#others").fill("Beth Corrigan & Priya Nair, “minute takers”\nTom");
await page.locator("#it1-text").focus();
await page.waitForFunction(() => document.querySelector("[data-saved]").textContent === "Saved 10:06", null, { timeout: 60000 });
expect("sent once", sent.length, 1);
const body = new URLSearchParams(sent[0]);
expect("the text as typed", body.get("others"), "Beth Corrigan & Priya Nair, “minute takers”\r\nTom".replace("\r", ""));
expect("the token of the form", body.get("token"), "t0k3n");
expect("the version it began from", body.get("base"), "v1");
answer = null;
await page.locator("#it1-text").fill("Noted.");
await page.locator("#others").focus();
await page.waitForFunction(() => /^Not saved yet/.test(document.querySelector("[data-saved]").textContent), null, { timeout: 60000 });
expect("what was typed is still there", await page.locator("#it1-text").inputValue(), "Noted.");
answer = { status: 409, json: { problem: "Priya Nair saved this at 10:07. Press “Save” to see both." } };
await page.locator("#others").fill("x");
await page.locator("#it1-text").focus();
await page.waitForFunction(() => /^Priya Nair/.test(document.querySelector("[data-saved]").textContent), null, { timeout: 60000 });
let asked = false;
page.on("dialog", (d) => (asked = d.type() === "beforeunload"));
await page.locator("#others").click();
await page.goto(`${site.origin}/form.html`);
expect("leaving with something unsaved asks first", asked, true);

// ---- words are counted
const words = page.locator("#body-words");
await page.locator("#body").fill("one two\n three");
expect("three words", await words.textContent(), "3 words");
await page.locator("#body").fill("one");
expect("one word", await words.textContent(), "1 word");
await page.locator("#body").fill("");
expect("no word", await words.textContent(), "0 words");

// ---- without scripts every part is there and the form is sent as it is
const plain = await withoutScripts(context);
let posted = "";
await plain.route("**/minutes", (route) => ((posted = route.request().postData()), route.fulfill({ status: 200, contentType: "text/html", body: "<title>ok</title>" })));
await plain.goto(`${site.origin}/minutes_edit.html`);
expect("the menu is open", await plain.locator("#menu").isVisible(), true);
expect("no button for it", await plain.locator(".govuk-service-navigation__toggle").isVisible(), false);
await plain.locator("#others").fill("Tom");
await press(plain.getByRole("button", { name: "Add an action to 1. Apologies" }));
expect("another action is asked of the server", new URLSearchParams(posted).get("add"), "it1-a-x");
expect("with what was typed", new URLSearchParams(posted).get("others"), "Tom");
await plain.goto(`${site.origin}/minutes_edit.html`);
await plain.locator("#it1-text").press("Tab");
await after(plain, () => plain.locator("#w1-who").press("Enter"));
expect("Enter in a field saves, and adds nothing", new URLSearchParams(posted).get("do"), "save");

await close();
await site.close();
finish("our own script", checks, found);
