// While indicators are ticked: how the choice keeps the rules and covers the topics.
// Without script a button shows the same.
const form = document.querySelector("form[data-look]");

let asked = 0;
const look = async () => {
  const mine = (asked += 1);
  const body = new FormData(form);
  let answer;
  try {
    answer = await fetch(form.dataset.look, { method: "POST", body });
  } catch {
    return; // the line is down; the choice itself is not touched
  }
  if (!answer.ok || answer.redirected || mine !== asked) return;
  const text = await answer.text();
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("building");
  if (!fresh) return;
  document.getElementById("building").replaceChildren(...fresh.childNodes);
  // Only the count is read out, not the whole table.
  const count = document.getElementById("building-title").textContent;
  document.getElementById("building-said").textContent = count;
};

form?.addEventListener("change", look);
