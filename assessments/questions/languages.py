"""Texts that carry all their languages: ``{"en": "...", "ru": "..."}``."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from i18nfield.strings import LazyI18nString

Texts = Mapping[str, str]


def texts_of(value: LazyI18nString | Mapping[str, str] | str | None) -> dict[str, str]:
    """The texts of a multilingual field as plain data, in the site's language order.

    Languages without a text are left out; plain text counts as the main language.
    Lines end as in files, whatever a browser has sent.
    """
    data: Any = getattr(value, "data", value)
    if not isinstance(data, Mapping):
        data = {settings.LANGUAGE_CODE: str(data)} if data else {}
    return {
        code: data[code].replace("\r\n", "\n")
        for code, _name in settings.LANGUAGES
        if data.get(code)
    }


def lazy(texts: Texts | None) -> LazyI18nString:
    """The value of a multilingual field that holds these texts."""
    return LazyI18nString(dict(texts or {}))


def spoken(texts: Texts, language: str) -> str:
    """The language in which ``texts`` can be read: the one asked for if it is there.

    Otherwise the site's main language, otherwise any.
    """
    for code in (language, settings.LANGUAGE_CODE):
        if texts.get(code):
            return code
    return next((code for code, text in texts.items() if text), language)


def pick(texts: Texts | None, language: str) -> str:
    """The text in the language :func:`spoken` chooses; ``""`` when there is none."""
    return (texts or {}).get(spoken(texts or {}, language), "")
