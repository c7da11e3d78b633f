"""Two ways to use a page: with a mouse, and with nothing but a keyboard."""

from pathlib import Path

#: Keys of the keyboard that wander through a page; more stops are a trap.
MOST_STOPS = 250

#: Says what has the focus, whether the eye can see that it has, and what covers it.
FOCUS = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  const label = focused.closest("label");
  const drawn = (element, part) => {
    const style = getComputedStyle(element, part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const places = [focused, label, focused.parentElement].filter(Boolean);
  const ring = places.some((place) => [undefined, "::after"].some((part) => drawn(place, part)));
  const box = focused.getBoundingClientRect();
  const middle = [
    (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2,
    (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2,
  ];
  const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const top = document.elementFromPoint(...middle);
  const near = (element) => element === focused || focused.contains(element)
    || element?.contains(focused) || (label && label.contains(element));
  return { what: focused.outerHTML.slice(0, 160), ring, inView, covered: !near(top) };
}"""

HAS_FOCUS = "element => element === document.activeElement"
GROUP_HAS_FOCUS = """element => document.activeElement?.type === "radio"
  && document.activeElement.name === element.name"""


class Mouse:
    """Clicks, as most people do."""

    def __init__(self, page):
        self.page = page

    def press(self, target) -> None:
        """Press a button, or follow a link."""
        target.click()

    def tick(self, target) -> None:
        """Choose a radio button or a box."""
        target.check()

    def write(self, target, text: str) -> None:
        """Write into a field, instead of what is there."""
        target.fill(text)

    def choose(self, target, words: str) -> None:
        """Choose from a list by its words."""
        target.select_option(label=words)

    def attach(self, target, path: Path) -> None:
        """Choose a file."""
        target.set_input_files(path)


class Keyboard:
    """Only keys. Every stop on the way must show where it is."""

    def __init__(self, page):
        self.page = page
        self.stops = 0

    def press(self, target) -> None:
        """Press a button, or follow a link."""
        self._reach(target)
        self.page.keyboard.press("Enter")

    def tick(self, target) -> None:
        """Choose a radio button with the arrows, a box with Space."""
        if target.get_attribute("type") == "radio":
            self._reach(target, GROUP_HAS_FOCUS)
            for _step in range(20):
                if target.evaluate(HAS_FOCUS):
                    break
                self.page.keyboard.press("ArrowDown")
        else:
            self._reach(target)
        if not target.is_checked():
            self.page.keyboard.press("Space")
        assert target.is_checked()

    def write(self, target, text: str) -> None:
        """Write into a field, instead of what is there."""
        self._reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, target, words: str) -> None:
        """Choose from a closed list with the arrows."""
        self._reach(target)
        shown = "list => list.selectedOptions[0].label.trim()"
        self.page.keyboard.press("Home")
        for _step in range(20):
            if target.evaluate(shown) == words:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"The arrows do not reach “{words}”.")

    def attach(self, target, path: Path) -> None:
        """Choose a file in the dialog that Space opens."""
        self._reach(target)
        with self.page.expect_file_chooser() as dialog:
            self.page.keyboard.press("Space")
        dialog.value.set_files(path)

    def _reach(self, target, arrived: str = HAS_FOCUS) -> None:
        """Press Tab until the target has the focus, looking at each stop."""
        target.wait_for(state="visible")
        for _stop in range(MOST_STOPS):
            if target.evaluate(arrived):
                return
            self.page.keyboard.press("Tab")
            self._look()
        raise AssertionError(f"Tab does not reach {target}.")

    def _look(self) -> None:
        focus = self.page.evaluate(FOCUS)
        if focus is None:
            return
        self.stops += 1
        assert focus["ring"], f"No focus to be seen on {focus['what']}"
        assert focus["inView"], f"The focus is out of view on {focus['what']}"
        assert not focus["covered"], f"Something covers {focus['what']}"
