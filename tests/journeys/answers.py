"""The answers to the course's own questions, from its content files."""

from dataclasses import dataclass
from functools import cache

import yaml
from django.conf import settings


@cache
def questions() -> dict[str, dict]:
    """Return every question of the shipped checks by its text in English."""
    paths = sorted(settings.MODULE_CONTENT_DIR.glob("*/checks/*.yaml"))
    checks = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths]
    return {
        question["stem"]["en"].strip(): question
        for check in checks
        for question in check["questions"]
    }


@dataclass(frozen=True)
class Question:
    """A question on a page: its frame and what the files say about it."""

    frame: object
    text: dict

    @property
    def kind(self) -> str:
        """The type, as written in the files."""
        return self.text["type"]

    def answer(self, hands) -> None:
        """Give the right answer."""
        getattr(self, f"_{self.kind}")(hands, right=True)

    def answer_wrong(self, hands) -> None:
        """Give an answer worth no points."""
        getattr(self, f"_{self.kind}")(hands, right=False)

    def _single(self, hands, *, right: bool) -> None:
        choice = next(one for one in self.text["choices"] if one["right"] is right)
        hands.tick(self._option("radio", choice["text"]["en"]))

    def _true_false(self, hands, *, right: bool) -> None:
        truth = self.text["right"] if right else not self.text["right"]
        hands.tick(self._option("radio", "True" if truth else "False"))

    def _multiple(self, hands, *, right: bool) -> None:
        for choice in self.text["choices"]:
            if choice["right"] is right:
                hands.tick(self._option("checkbox", choice["text"]["en"]))

    def _numeric(self, hands, *, right: bool) -> None:
        hands.write(self._field(), str(self.text["right"]) if right else "1")

    def _short_text(self, hands, *, right: bool) -> None:
        words = self.text["accepted"][0]["text"]["en"] if right else "I forgot"
        hands.write(self._field(), words)

    def _matching(self, hands, *, right: bool) -> None:
        pairs = self.text["pairs"]
        partners = pairs if right else pairs[1:] + pairs[:1]
        for pair, partner in zip(pairs, partners, strict=True):
            hands.choose(self._select(pair["left"]["en"]), partner["right"]["en"])

    def _ordering(self, hands, *, right: bool) -> None:
        items = self.text["items"]
        places = range(1, len(items) + 1)
        for place, item in zip(
            places if right else reversed(places), items, strict=True
        ):
            hands.choose(self._select(item["text"]["en"]), f"Place {place}")

    def _long_text(self, hands, *, right: bool) -> None:
        hands.write(self._field(), "Three words here.")

    def _scale(self, hands, *, right: bool) -> None:
        hands.tick(self._option("radio", "4"))

    def _matrix(self, hands, *, right: bool) -> None:
        column = self.text["columns"][1]["text"]["en"]
        for row in self.text["rows"]:
            group = self.frame.get_by_role("group", name=row["text"]["en"], exact=True)
            hands.tick(group.get_by_role("radio", name=column, exact=True))

    def _rank(self, hands, *, right: bool) -> None:
        for place, item in enumerate(reversed(self.text["items"][:2]), start=1):
            hands.choose(self._select(f"Place {place}"), item["text"]["en"])

    def _option(self, role: str, words: str):
        return self.frame.get_by_role(role, name=words, exact=True)

    def _select(self, words: str):
        return self.frame.get_by_role("combobox", name=words, exact=True)

    def _field(self):
        return self.frame.get_by_role("textbox")


def question_in(frame) -> Question:
    """Return the question of a frame on a page."""
    return Question(frame, questions()[frame.locator(".stem").inner_text().strip()])
