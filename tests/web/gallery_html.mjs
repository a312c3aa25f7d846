// Every template is HTML without errors, by the checker of the people who write the standard.
import { checkHtml, finish } from "./lib.mjs";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const files = readdirSync(folder).filter((f) => f.endsWith(".html"));
finish("HTML", files.length, checkHtml(files.map((f) => join(folder, f))).map((line) => line.replaceAll(folder, "")));
