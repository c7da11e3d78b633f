// Behaviours that make pages quicker to use. Every page works without them.
// Each hangs on a data- attribute, so that no page carries a script of its own.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// data-print: a button that is there only when it can work.
for (const button of all("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Printing opens what is closed, and closes it again.
addEventListener("beforeprint", () => {
  for (const details of all("main details:not([open])")) {
    details.open = true;
    details.dataset.openedToPrint = "";
  }
});
addEventListener("afterprint", () => {
  for (const details of all("[data-opened-to-print]")) {
    details.open = false;
    delete details.dataset.openedToPrint;
  }
});

// A link to something closed, or inside of it, opens it.
const reveal = () => {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const details = target && target.closest("details");
  if (details) details.open = true;
};
addEventListener("hashchange", reveal);
reveal();

// data-menu: one header menu at a time; Escape and a click outside close it.
const menus = all("[data-menu]");
const closeMenus = (except) => {
  for (const menu of menus) if (menu !== except) menu.open = false;
};
for (const menu of menus) menu.addEventListener("toggle", () => menu.open && closeMenus(menu));
addEventListener("click", (event) => closeMenus(event.target.closest?.("[data-menu]")));
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = menus.find((menu) => menu.open);
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// data-focus: what the page is about after a form came back.
all("main [data-focus]")[0]?.focus();

// .term: under 1200 px the definition opens after its paragraph.
const margin = matchMedia("(min-width: 75rem)");
for (const term of all("a.term[aria-describedby]")) {
  const note = document.getElementById(term.getAttribute("aria-describedby"));
  if (!note) continue;
  const close = () => {
    note.classList.remove("open");
    term.focus();
  };
  term.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (margin.matches && getComputedStyle(note).float !== "none") return;
    event.preventDefault();
    if (note.classList.contains("open")) return close();
    term.closest("p, li, td, dd")?.after(note);
    note.classList.add("open");
    note.focus();
  });
  note.addEventListener("keydown", (event) => event.key === "Escape" && close());
}

// data-count: how many boxes are ticked, said once after a change.
for (const place of all("[data-count]")) {
  const group = place.closest("fieldset");
  group?.addEventListener("change", () => {
    const count = all("input[type=checkbox]:checked", group).length;
    place.textContent = fill(place.dataset.count, { count });
  });
}

// Questions with lines to move, partners to drag or words to count.
if (all("[data-ordering], [data-matching], [data-words-of]").length) import("./questions.js");

// data-countdown: the time left in a check with a limit.
if (all("[data-countdown]").length) import("./countdown.js");

// data-answer: an answer of the self-assessment, saved at every change.
if (all("form[data-answer]").length) import("./answering.js");

// data-poll: a part of the page that shows how far work in the background is.
if (all("[data-poll]").length) import("./poll.js");

// data-file: name and size of what was chosen, and whether it is too large.
for (const input of all("input[data-file]")) {
  const words = input.parentElement.querySelector("[data-file-words]");
  input.addEventListener("change", () => {
    const file = input.files[0];
    const size = file && new Intl.NumberFormat(document.documentElement.lang, {
      style: "unit",
      unit: file.size < 1e6 ? "kilobyte" : "megabyte",
      maximumFractionDigits: file.size < 1e6 ? 0 : 1,
    }).format(file.size / (file.size < 1e6 ? 1e3 : 1e6));
    words.textContent = file ? `${file.name}, ${size}` : "";
  });
}

// data-autosave: send the form a moment after the last change. The server
// answers 2xx with JSON {"time": "14:32"} when asked with Accept: application/json,
// and {"state": "unsaved"} to what is still half-written.
for (const form of all("form[data-autosave]")) {
  const state = form.querySelector(".save-state");
  let timer;
  let waiting = false;
  const say = (name, values = {}) => {
    if (!state) return;
    state.dataset.state = name;
    state.querySelector("[data-words]").textContent = fill(state.dataset[name] ?? "", values);
  };
  const save = async () => {
    if (waiting) return later();
    waiting = true;
    say("saving");
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
      });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const said = await answer.json();
      say(said.state ?? "saved", said);
    } catch {
      say("failed");
      later(15000);
    } finally {
      waiting = false;
    }
  };
  const later = (pause = 1500) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };
  form.addEventListener("input", () => later());
  form.addEventListener("submit", () => clearTimeout(timer));
  addEventListener("online", () => state?.dataset.state === "failed" && save());
}

// A second press while the first is on its way does nothing; after the back
// button, or ten seconds, the form can be sent again.
const sent = new Map();
addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (Date.now() - (sent.get(form) ?? 0) < 10000) return event.preventDefault();
  sent.set(form, Date.now());
  const button = event.submitter;
  if (!button) return;
  button.setAttribute("aria-disabled", "true");
  if (button.dataset.busy) {
    button.dataset.words = button.textContent;
    button.textContent = button.dataset.busy;
  }
});
addEventListener("pageshow", () => {
  sent.clear();
  for (const button of all("button[aria-disabled]")) {
    button.removeAttribute("aria-disabled");
    if (button.dataset.words) button.textContent = button.dataset.words;
  }
});
