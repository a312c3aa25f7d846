// Our own: saving while one types, with what the server answers to it; counting words.

const SAVE_EVERY = 30000; // milliseconds
const SAVE_AFTER = 1500; // after a field is left
const SAVE_ATTENDANCE = 200; // so that the quorum line follows

// <form data-autosave="/where"> with <p data-saved role="status">. The server answers {"saved": "Saved 10:05 by ..."}, or
// {"problem": "..."} with any other status. Besides, for minutes: "base", the version that the form now shows; "theirs", what
// somebody else has changed; "quorum" and "short", the line as the server counts it.
function autosave(form) {
  const line = form.querySelector("[data-saved]");
  let kept = body(), busy = false, again = false, soon;

  function body() {
    return new URLSearchParams(new FormData(form)).toString();
  }
  // Into the form goes what somebody else changed, unless one has typed there since: then the form stays what it was, and
  // the next saving tells of it.
  function take(answer) {
    const there = (answer.theirs ?? []).map((t) => [t, form.elements.namedItem(t.name)]).filter(([, field]) => field);
    if (there.some(([t, field]) => field.value !== (t.mine ?? ""))) return;
    for (const [t, field] of there) field.value = t.value;
    const base = form.elements.namedItem("base");
    if (base && answer.base) base.value = answer.base;
  }
  async function save() {
    const now = body();
    again = busy;
    if (busy || now === kept) return;
    busy = true;
    let answer = {};
    try {
      const reply = await fetch(form.dataset.autosave, {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" },
        body: now,
      });
      answer = await reply.json();
      if (reply.ok) {
        const still = body() === now;
        take(answer);
        kept = still ? body() : now;
        counted(form, answer);
      }
    } catch {
      answer.problem = "Not saved yet: no connection. What you typed is still here.";
    }
    busy = false;
    // A row that somebody else has added is not in this page: saving by the button shows it.
    const hidden = (answer.theirs ?? []).some((t) => t.value && !form.elements.namedItem(t.name));
    const more = hidden ? ". Something was added that is not shown here: press “Save” to see it." : "";
    if (line) line.textContent = answer.problem || answer.detail || (answer.saved ? answer.saved + more : "");
    if (again) save();
  }
  setInterval(save, SAVE_EVERY);
  form.addEventListener("change", (e) => {
    clearTimeout(soon);
    soon = setTimeout(save, "attendance" in e.target.dataset ? SAVE_ATTENDANCE : SAVE_AFTER);
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
  form.addEventListener("submit", () => (kept = null));
  addEventListener("beforeunload", (leaving) => kept !== null && body() !== kept && leaving.preventDefault());
}

function counted(form, answer) {
  const line = form.querySelector("[data-quorum-line]");
  if (!line || !answer.quorum) return;
  line.textContent = answer.quorum;
  line.classList.toggle("mb-quorum--short", answer.short);
}

// <textarea data-words="id of the line">
function words(area) {
  const line = document.getElementById(area.dataset.words);
  const count = () => {
    const n = area.value.split(/\s+/).filter(Boolean).length;
    if (line) line.textContent = n === 1 ? "1 word" : `${n} words`;
  };
  area.addEventListener("input", count);
  count();
}

export function enhance(root) {
  root.querySelectorAll("form[data-autosave]").forEach(autosave);
  root.querySelectorAll("textarea[data-words]").forEach(words);
}
