"""What must hold on every page: looked at in the browser, after each arrival."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

VENDOR = Path(__file__).parent.parent / "vendor"
AXE = VENDOR / "axe-core-4.14.1" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN_RULES = """rules => axe.run(document, { runOnly: rules, resultTypes: ["violations"],
  rules: { "target-size": { enabled: false } } })"""
#: What lies under an open menu or a bar that stays in view has its size all the same
#: (WCAG 2.5.8): sizes are asked of the open menu alone, and while no bar stays.
RUN_SIZES = """async (covered) => {
  const bars = [...document.querySelectorAll("body *")]
    .filter((element) => getComputedStyle(element).position === "sticky");
  for (const bar of bars) bar.style.position = "static";
  try {
    return await axe.run(covered ? { include: [["details[open]"]] } : document,
      { runOnly: { type: "rule", values: ["target-size"] }, resultTypes: ["violations"] });
  } finally {
    for (const bar of bars) bar.style.removeProperty("position");
  }
}"""
RUN_CONTRAST = """() => axe.run(document,
  { runOnly: { type: "rule", values: ["color-contrast"] }, resultTypes: ["violations"] })"""
#: The summary of errors stands before the title, so that it is read first.
FACTS = """() => ({
  title: document.title,
  lang: document.documentElement.lang,
  dir: document.documentElement.dir,
  headings: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .filter((heading) => heading.checkVisibility() && !heading.closest(".error-summary"))
    .map((heading) => [Number(heading.tagName[1]), heading.textContent.trim()]),
})"""
#: Elements that make the page wider than the window, outermost first.
TOO_WIDE = """() => {
  const limit = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= limit) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return element.checkVisibility() && box.width && (box.right > limit + 1 || box.left < -1);
    })
    .slice(0, 5).map((element) => element.outerHTML.slice(0, 120));
}"""
#: What the rules judge a page by: its elements with all attributes but those that name
#: one row or one person, whether they hold words, and what is shown. Pages alike in
#: this are judged alike, so each is examined once in a run.
LIKENESS = """() => [...document.querySelectorAll("*")].map((element) => [
  element.tagName,
  element.checkVisibility(),
  [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()),
  [...element.attributes]
    .filter(({ name }) => !["href", "action", "value", "content", "src", "nonce"].includes(name))
    .map(({ name, value }) => name + "=" + value.replace(/[0-9]+/g, "0")),
].join("|")).join("\\n")"""
#: Likenesses of the pages that were found right in this run.
EXAMINED: set[tuple] = set()
#: The narrowest window pages are made for, in CSS pixels (WCAG 1.4.10).
NARROWEST = 320


@cache
def axe_source() -> str:
    """Return the rules engine; it is run past the page's content policy."""
    return AXE.read_text(encoding="utf-8")


def check_structure(page) -> None:
    """Check title, language, direction and headings."""
    facts = page.evaluate(FACTS)
    where = page.url
    language = _language_of(where) or facts["lang"]
    assert facts["lang"] == language, where
    rtl = language == "ar" or "dir=rtl" in where
    assert facts["dir"] == ("rtl" if rtl else "ltr"), where
    assert re.fullmatch(r"\S.* · Streetlight", facts["title"]), where
    levels = [level for level, _text in facts["headings"]]
    assert levels.count(1) == 1, f"{where}: {facts['headings']}"
    assert levels[0] == 1, f"{where}: {facts['headings']}"
    assert all(later - before <= 1 for before, later in pairwise(levels)), (
        f"A heading level is skipped on {where}: {facts['headings']}"
    )
    assert all(text for _level, text in facts["headings"]), where


def check_accessible(page, *, dark: bool = True, covered: bool = False) -> None:
    """Check the page with axe, and its contrast in the dark scheme.

    covered: an open menu lies over a part of it. A page like one that was found
    right is not examined again.
    """
    like = (page.evaluate(LIKENESS), str(page.viewport_size), covered, dark)
    if like in EXAMINED:
        return
    page.evaluate(axe_source())
    found = _violations(page.evaluate(RUN_RULES, RULES))
    found += _violations(page.evaluate(RUN_SIZES, covered))
    if dark:
        page.emulate_media(color_scheme="dark")
        found += [f"dark: {one}" for one in _violations(page.evaluate(RUN_CONTRAST))]
        page.emulate_media(color_scheme="light")
    assert found == [], f"{page.url}\n" + "\n".join(found)
    EXAMINED.add(like)


def check_widths(page) -> None:
    """Check that nothing scrolls sideways, here and in the narrowest window."""
    size = page.viewport_size
    for width in (size["width"], NARROWEST):
        page.set_viewport_size({"width": width, "height": size["height"]})
        wide = page.evaluate(TOO_WIDE)
        assert wide == [], f"Wider than {width} px: {page.url}\n" + "\n".join(wide)
    page.set_viewport_size(size)


def _violations(result: dict) -> list[str]:
    return [
        f"{violation['id']}: {node['html'][:160]} ({_why(node)})"
        for violation in result["violations"]
        for node in violation["nodes"][:3]
    ]


def _why(node: dict) -> str:
    return " ".join(node.get("failureSummary", "").split())[:240]


def _language_of(url: str) -> str:
    first = urlsplit(url).path.split("/")[1]
    return first if first in {"en", "ru", "fr", "es", "ar"} else ""
