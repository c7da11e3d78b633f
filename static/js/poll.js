// data-poll: seconds after which a part of the page is fetched anew, as long as the
// part that comes asks for it. When it no longer does, the whole page is loaded.
const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

const follow = async (part) => {
  for (;;) {
    await wait(Number(part.dataset.poll));
    let answer;
    try {
      answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    } catch {
      continue; // the line is down; the next time it may be up
    }
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(part.id);
    if (!fresh?.dataset.poll) {
      location.reload();
      return;
    }
    part.replaceChildren(...fresh.childNodes);
    document.title = page.title;
  }
};
for (const part of document.querySelectorAll("[data-poll]")) follow(part);
