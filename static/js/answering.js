// Saves an answer at every change. Without this script the button does it.
// Nothing is kept in the browser: several people may share the machine.
// What did not arrive is sent again as it was until the server has said so; only
// then what was typed since. So a lost reply never looks like somebody else's change.

const form = document.querySelector("form[data-answer]");
const state = form.querySelector(".save-state");
const LONGEST = 60000;
const LEFT_OUT = /^(evidence-|go$|remove$)/;

let sent = ""; // what the server has, as far as we know
let underWay = null; // the promise of the request on its way
let pending = null; // what has not arrived, exactly as it was sent
let failures = 0;
let stopped = false; // a conflict, or answers were closed: a person decides
let timer;

const snapshot = () => {
  const data = new FormData(form);
  for (const name of [...data.keys()]) if (LEFT_OUT.test(name)) data.delete(name);
  return data;
};
const written = (data) =>
  JSON.stringify([...data].filter(([name]) => !["csrfmiddlewaretoken", "version"].includes(name)));
sent = written(snapshot());

const say = (name, words) => {
  if (state.dataset.state === name && !words) return;
  state.dataset.state = name === "saved" || name === "failed" ? name : "unsaved";
  state.querySelector("[data-words]").textContent = words ?? state.dataset[name] ?? "";
};

const show = (selector, visible) => {
  for (const place of form.querySelectorAll(selector)) place.hidden = !visible;
};

const saved = (said) => {
  form.elements.version.value = said.version;
  say(said.state, said.state === "saved" ? state.dataset.saved.replace("{time}", said.time) : undefined);
  for (const bar of document.querySelectorAll("[data-answered] progress")) bar.value = said.answered;
  for (const words of document.querySelectorAll("[data-answered] p, [data-answered-words]")) {
    words.textContent = said.words;
  }
  show("[data-lacks-evidence]", said.lacks_evidence);
  show("[data-last]", Boolean(said.last));
  form.querySelector("[data-last-words]").textContent = said.last;
};

// After signing in again in another window the form's token is an old one.
const freshToken = async () => {
  const page = await fetch(location.href);
  if (!page.ok || page.redirected) return false;
  const html = new DOMParser().parseFromString(await page.text(), "text/html");
  const token = html.querySelector("form[data-answer] [name=csrfmiddlewaretoken]");
  if (token) form.elements.csrfmiddlewaretoken.value = token.value;
  return Boolean(token);
};

const failed = (words) => {
  failures += 1;
  say("failed", words);
  clearTimeout(timer);
  timer = setTimeout(save, Math.min(LONGEST, 1000 * 2 ** failures));
};

const send = async () => {
  if (!pending) {
    pending = snapshot();
    if (written(pending) === sent) {
      pending = null;
      return;
    }
  }
  say("saving");
  pending.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  let answer;
  let said = {};
  try {
    answer = await fetch(form.getAttribute("action"), {
      method: "POST",
      body: pending,
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(30000),
    });
    if ((answer.headers.get("Content-Type") ?? "").startsWith("application/json")) {
      said = await answer.json();
    }
  } catch {
    return failed();
  }
  if (answer.redirected) return failed(form.dataset.signedOut);
  if (answer.status === 403) {
    if (failures === 0 && (await freshToken().catch(() => false))) failures = 0;
    return failed(form.dataset.signedOut);
  }
  if (answer.ok && said.version !== undefined) {
    failures = 0;
    sent = written(pending);
    pending = null;
    saved(said);
    // What was typed meanwhile.
    if (written(snapshot()) !== sent) later(200);
    return;
  }
  if (said.state === "refused") {
    pending = null;
    failures = 0;
    const words = Object.values(said.errors).flat().join(" ");
    return say("unsaved", `${form.dataset.refused} ${words}`);
  }
  if (said.words) {
    pending = null;
    stopped = true;
    return say("failed", said.words);
  }
  failed();
};

const save = () => {
  clearTimeout(timer);
  if (stopped) return Promise.resolve();
  underWay ??= send().finally(() => {
    underWay = null;
  });
  return underWay;
};

const later = (pause) => {
  if (pending && failures) return;
  clearTimeout(timer);
  timer = setTimeout(save, pause);
};

form.addEventListener("input", (event) => {
  if (LEFT_OUT.test(event.target.name)) return;
  later(event.target.type === "radio" ? 0 : 1200);
});
form.addEventListener("focusout", (event) => {
  if (event.target.matches("textarea") && written(snapshot()) !== sent) later(0);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && written(snapshot()) !== sent) save();
});
addEventListener("online", () => {
  if (pending) save();
});

// A file that is too large is refused here, before it takes its time to arrive.
const upload = form.querySelector("input[type=file]");
upload.addEventListener("change", () => {
  const refused = form.querySelector("[data-file-refused]");
  refused.textContent = "";
  const [file] = upload.files;
  if (!file || file.size <= Number(form.dataset.limit)) return;
  const style = { style: "unit", unit: "megabyte", maximumFractionDigits: 1 };
  const size = new Intl.NumberFormat(document.documentElement.lang, style);
  refused.textContent = form.dataset.tooLarge
    .replace("{size}", size.format(file.size / 2 ** 20))
    .replace("{limit}", size.format(Number(form.dataset.limit) / 2 ** 20));
  upload.value = "";
  upload.parentElement.querySelector("[data-file-words]").textContent = "";
});

// The button waits for what is on its way, so that both are not two changes.
let going = false;
form.addEventListener("submit", async (event) => {
  if (going || (!underWay && !pending)) {
    going = true;
    clearTimeout(timer);
    return;
  }
  event.preventDefault();
  const { submitter } = event;
  await underWay;
  if (pending) await save();
  going = true;
  form.requestSubmit(submitter);
});
addEventListener("pageshow", () => {
  going = false;
});

// Leaving with words that have not arrived is asked about by the browser.
addEventListener("beforeunload", (event) => {
  if (!going && !stopped && written(snapshot()) !== sent) event.preventDefault();
});
