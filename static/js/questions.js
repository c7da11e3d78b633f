// What makes answering quicker where there is a pointer or a script: moving and
// dragging lines, dragging partners, counting words. Selects and text areas stay
// the truth; main.js loads this only where a page has one of them.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const words = (row) => row.querySelector("label").textContent.trim();

const statusAfter = (element) => {
  const said = document.createElement("p");
  said.className = "hidden-words";
  said.setAttribute("role", "status");
  element.after(said);
  return said;
};

const changed = (select) => {
  for (const name of ["input", "change"]) {
    select.dispatchEvent(new Event(name, { bubbles: true }));
  }
};

// Follows a pointer from press to release. The pointer is captured by an element
// that stays where it is: one that is moved would lose it.
const follow = (handle, ground, { start, move, end }) => {
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    ground.setPointerCapture(event.pointerId);
    const ends = new AbortController();
    const { signal } = ends;
    const finish = (done) => {
      ends.abort();
      end(done);
    };
    ground.addEventListener("pointermove", move, { signal });
    ground.addEventListener("pointerup", () => finish(true), { signal });
    ground.addEventListener("pointercancel", () => finish(false), { signal });
    start();
  });
};

// data-ordering: Up, Down and a handle beside the places.
for (const list of all("[data-ordering]")) {
  const rows = () => all(".match-row", list);
  if (rows().some((row) => !row.querySelector("select"))) continue;
  const said = statusAfter(list);
  const settle = (row) => {
    rows().forEach((each, index) => {
      each.querySelector("select").value = String(index + 1);
    });
    said.textContent = fill(list.dataset.moved, {
      item: words(row),
      place: rows().indexOf(row) + 1,
      total: rows().length,
    });
    changed(row.querySelector("select"));
  };
  const step = (row, by) => {
    const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    by < 0 ? other.before(row) : other.after(row);
    settle(row);
  };
  for (const row of rows()) {
    const moves = document.createElement("span");
    moves.className = "moves";
    for (const [text, by] of [[list.dataset.up, -1], [list.dataset.down, 1]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      button.setAttribute("aria-label", `${text}: ${words(row)}`);
      button.addEventListener("click", () => {
        step(row, by);
        button.focus();
      });
      moves.append(button);
    }
    const handle = document.createElement("span");
    handle.className = "handle";
    handle.setAttribute("aria-hidden", "true");
    moves.append(handle);
    row.append(moves);
    let before;
    follow(handle, list, {
      start() {
        before = rows();
        row.classList.add("dragged");
      },
      move(at) {
        const over = rows().find((other) => {
          const box = other.getBoundingClientRect();
          return other !== row && at.clientY > box.top && at.clientY < box.bottom;
        });
        if (!over) return;
        const later = rows().indexOf(over) > rows().indexOf(row);
        later ? over.after(row) : over.before(row);
      },
      end(done) {
        row.classList.remove("dragged");
        if (!done) before.forEach((each) => list.append(each));
        else if (rows().some((each, index) => each !== before[index])) settle(row);
      },
    });
  }
}

// data-matching: partners to drag to their terms, where there is a fine pointer
// and room beside each other. Everybody else has the selects alone.
const roomy = matchMedia("(min-width: 40rem) and (pointer: fine)").matches;
for (const list of roomy ? all("[data-matching]") : []) {
  const rows = all(".match-row", list);
  const first = rows[0]?.querySelector("select");
  if (!first) continue;
  const bank = document.createElement("ul");
  bank.className = "partners";
  bank.setAttribute("aria-hidden", "true");
  for (const option of [...first.options].filter((one) => one.value)) {
    const partner = document.createElement("li");
    partner.textContent = option.text;
    if (option.lang) partner.lang = option.lang;
    bank.append(partner);
    let over = null;
    follow(partner, bank, {
      start: () => partner.classList.add("dragged"),
      move(at) {
        over?.classList.remove("over");
        over = rows.find((row) => {
          const box = row.getBoundingClientRect();
          return at.clientY > box.top && at.clientY < box.bottom
            && at.clientX > box.left && at.clientX < box.right;
        }) ?? null;
        over?.classList.add("over");
      },
      end(done) {
        partner.classList.remove("dragged");
        over?.classList.remove("over");
        if (!done || !over) return;
        const select = over.querySelector("select");
        select.value = option.value;
        changed(select);
        over = null;
      },
    });
  }
  list.before(bank);
}

// data-words-of: how many words stand in a text area.
for (const place of all("[data-words-of]")) {
  const area = document.getElementById(place.dataset.wordsOf);
  area?.addEventListener("input", () => {
    const count = area.value.split(/\s+/).filter(Boolean).length;
    place.textContent = fill(place.dataset.pattern, { count });
  });
}
