// Behaviours that make pages quicker to use. Every page works without them.
// Each hangs on a data- attribute; the names are listed in docs/looks.md.
for (const element of document.querySelectorAll("[data-print]")) {
  element.hidden = false;
  element.addEventListener("click", () => window.print());
}
