// Our own: saving while one types, counting words, the quorum line that follows the attendance.

const SAVE_EVERY = 30000; // milliseconds
const SAVE_AFTER = 1500; // after a field is left

// <form data-autosave="/where"> with <p data-saved role="status">. The server answers {"saved": "10:05"}, or
// {"problem": "..."} with any other status.
function autosave(form) {
  const line = form.querySelector("[data-saved]");
  let kept = body(), busy = false, soon;

  function body() {
    return new URLSearchParams(new FormData(form)).toString();
  }
  async function save() {
    const now = body();
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
      if (reply.ok) kept = now;
    } catch {
      answer.problem = "Not saved yet: no connection. What you typed is still here.";
    }
    busy = false;
    if (line) line.textContent = answer.problem || (answer.saved ? `Saved ${answer.saved}` : "");
  }
  setInterval(save, SAVE_EVERY);
  form.addEventListener("change", () => {
    clearTimeout(soon);
    soon = setTimeout(save, SAVE_AFTER);
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
  form.addEventListener("submit", () => (kept = null));
  addEventListener("beforeunload", (leaving) => kept !== null && body() !== kept && leaving.preventDefault());
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

// <div data-quorum="5"> around radios, those of voters with data-vote, and <p data-quorum-line role="status">. A substitute
// counts as present.
function quorum(part) {
  const line = part.querySelector("[data-quorum-line]");
  const needed = Number(part.dataset.quorum);
  part.addEventListener("change", () => {
    const here = [...part.querySelectorAll("input[data-vote]:checked")].filter((r) =>
      ["present", "substitute"].includes(r.value),
    ).length;
    line.textContent =
      here >= needed
        ? `Quorate: ${here} voting members present, ${needed} needed.`
        : `Not quorate: ${here} voting members present, ${needed} needed. ${needed - here} more.`;
    line.classList.toggle("mb-quorum--short", here < needed);
  });
}

export function enhance(root) {
  root.querySelectorAll("form[data-autosave]").forEach(autosave);
  root.querySelectorAll("textarea[data-words]").forEach(words);
  root.querySelectorAll("[data-quorum]").forEach(quorum);
}
