// What our own script adds, and that nothing is lost without it: the quorum line, counted words, saving while one types.
import { browser, finish, serveFolder, withoutScripts } from "./lib.mjs";

const site = await serveFolder(process.argv[2]);
const { context, close } = await browser();
const found = [];
let checks = 0;
function expect(what, got, want) {
  checks++;
  if (got !== want) found.push(`${what}: ${JSON.stringify(got)}, not ${JSON.stringify(want)}`);
}

// ---- the quorum line follows the attendance; who has no vote does not count, a substitute does
const page = await context.newPage();
await page.goto(`${site.origin}/minutes_edit.html`);
const line = page.locator("[data-quorum-line]");
expect("before anything", await line.textContent(), "Not quorate: 2 voting members present, 5 needed. 3 more.");
await page.locator("#w2-p").check();
expect("one more present", await line.textContent(), "Not quorate: 3 voting members present, 5 needed. 2 more.");
await page.locator("#w3-a").check();
expect("one without a vote goes", await line.textContent(), "Not quorate: 3 voting members present, 5 needed. 2 more.");
await page.locator("#w1-n").check();
expect("a substitute goes", await line.textContent(), "Not quorate: 2 voting members present, 5 needed. 3 more.");
await page.evaluate(() => (document.querySelector("[data-quorum]").dataset.quorum = "2"));
await page.reload();

// ---- saving: on leaving a field, once, with everything; then again when the network was away
const sent = [];
let answer = { status: 200, json: { saved: "10:06" } };
await page.route("**/minutes/save", async (route) => {
  if (!answer) return route.abort();
  sent.push(route.request().postData());
  return route.fulfill(answer);
});
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
page.on("dialog", (d) => ((asked = d.type() === "beforeunload"), d.accept()));
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
await plain.getByRole("button", { name: "Add an action to item 1" }).click();
expect("another action is asked of the server", new URLSearchParams(posted).get("add-action"), "it1");
expect("with what was typed", new URLSearchParams(posted).get("others"), "Tom");
await plain.goto(`${site.origin}/minutes_edit.html`);
await plain.locator("#it1-text").press("Tab");
await plain.locator("#w0-who").press("Enter");
expect("Enter in a field saves, and adds nothing", new URLSearchParams(posted).get("do"), "save");

await close();
await site.close();
finish("our own script", checks, found);
