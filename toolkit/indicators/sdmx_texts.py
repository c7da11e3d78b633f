"""Texts of an SDMX message in all their languages.

The library knows one text a name and calls it English. So it is given a token in its
place, and each token is filled in afterwards with every language there is: in
SDMX-ML as elements side by side, in SDMX-JSON as the text and an object of texts.
"""

import json
import re
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils.translation import override

_IN_XML = re.compile(
    r'(?P<indent>[ \t]*)<(?P<tag>com:\w+) xml:lang="en">(?P<token>@@\d+)</(?P=tag)>'
)
#: JSON's names for one text, and for the same in all languages.
_PLURALS = {"name": "names", "description": "descriptions", "text": "texts"}
#: What XML 1.0 cannot hold, whatever is done to it.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Texts:
    """Texts by their tokens; the same text gets the same token."""

    def __init__(self) -> None:
        self._tokens: dict[tuple, str] = {}
        self._texts: dict[str, dict[str, str]] = {}

    def add(self, texts: dict[str, str]) -> str | None:
        """Return the token of a text by language code; None for no text at all."""
        clean = {
            language: found
            for language, text in texts.items()
            if (found := _FORBIDDEN.sub("", str(text)).strip())
        }
        if not clean:
            return None
        key = tuple(sorted(clean.items()))
        token = self._tokens.setdefault(key, f"@@{len(self._tokens)}")
        self._texts[token] = clean
        return token

    def said(self, words) -> str | None:
        """Return the token of words of the interface, in the languages they have."""
        return self.add(in_all_languages(words))

    @property
    def languages(self) -> list[str]:
        """Return every language of a text, those of the site first."""
        used = {language for texts in self._texts.values() for language in texts}
        known = [code for code, _name in settings.LANGUAGES if code in used]
        return known + sorted(used.difference(known))

    def fill_xml(self, message: str) -> str:
        """Return an SDMX-ML message with the texts in place of the tokens."""

        def elements(found: re.Match) -> str:
            tag, indent = found["tag"], found["indent"]
            return "\n".join(
                f'{indent}<{tag} xml:lang="{language}">{escape(text)}</{tag}>'
                for language, text in self._texts[found["token"]].items()
            )

        return _IN_XML.sub(elements, message)

    def fill_json(self, message: str) -> dict:
        """Return an SDMX-JSON message as data, texts in place of the tokens."""
        return self._filled(json.loads(message))

    def _filled(self, value):
        if isinstance(value, list):
            return [self._filled(one) for one in value]
        if not isinstance(value, dict):
            return value
        found = {}
        for key, one in value.items():
            texts = self._texts.get(one) if isinstance(one, str) else None
            if texts is None or key not in _PLURALS:
                found[key] = self._filled(one)
                continue
            found[key] = texts.get("en") or next(iter(texts.values()))
            found[_PLURALS[key]] = dict(texts)
        return found


def in_all_languages(words) -> dict[str, str]:
    """Return words of the interface by language code; untranslated ones in English."""
    with override("en"):
        found = {"en": str(words)}
    for language, _name in settings.LANGUAGES:
        with override(language):
            if (text := str(words)) != found["en"]:
                found[language] = text
    return found
