"""Pieces of pages that look the same for many readers, rendered once.

A fragment is a component with everything it depends on as arguments, as with
`{% include ... only %}`. It is rendered the first time and then kept under its
arguments and the language. What differs from reader to reader (the form token, a
name, the address of the page) is *filled in*: rendered as a mark, and put in its
place every time. So nothing of one reader can come to another, and most of a page
is joined from finished text.
"""

import dataclasses
import datetime as dt
import re
import secrets
from collections.abc import Hashable, Mapping
from decimal import Decimal

from django.conf import settings
from django.template.loader import get_template
from django.utils.functional import LazyObject, Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from lms.core.memory import Memory

#: Seconds for which a fragment is kept, and how much text a process keeps in all.
TTL = 600
LIMIT = 6_000_000  # characters
_memory = Memory(LIMIT, weigh=lambda parts: sum(len(part) + 100 for part in parts))
# No text that somebody wrote can hold a mark: it differs in every process.
_SIGN = f"\x02{secrets.token_hex(8)}:"
_MARK = re.compile(rf"{_SIGN}([a-z_]+)\x03")


def fragment(
    template: str, values: Mapping[str, object], fills: Mapping[str, object]
) -> SafeString:
    """Return the component with these values, filled in with what is the reader's.

    values: texts, numbers, dates, None, and tuples, lists, dicts and frozen
    dataclasses of them. fills: what the component only prints; to it they are never
    empty, so an `{% if %}` needs a value of its own. Filters see the mark.

    Raises TypeError for a value that could change behind our back.
    """

    def render() -> tuple[str, ...]:
        marks = {name: mark_safe(f"{_SIGN}{name}\x03") for name in fills}  # noqa: S308
        html = get_template(template).render({**values, **marks})
        # Text and names of fills in turn.
        return tuple(_MARK.split(html))

    if settings.DEBUG:
        parts = render()
    else:
        name = (template, get_language(), tuple(sorted(fills)), frozen(values))
        parts = _memory.recall(name, TTL, render)
    # Escaped once, however often it is printed; str() ends laziness, safety stays.
    texts = {name: conditional_escape(_plain(fills[name])) for name in {*parts[1::2]}}
    found = [texts[part] if number % 2 else part for number, part in enumerate(parts)]
    return mark_safe("".join(found))  # noqa: S308 - rendered, or escaped just now


def _plain(value: object) -> object:
    return str(value) if isinstance(value, LazyObject) else value


def frozen(value: object) -> Hashable:
    """Return something equal only for what renders the same."""
    kind = type(value)
    if kind in (str, int, bool, float, Decimal, type(None), dt.date):
        return kind, value
    if isinstance(value, Promise):
        return frozen(str(value))
    if isinstance(value, str):  # safe text beside text that is to be escaped
        return kind, str(value)
    if isinstance(value, Mapping):
        return kind, tuple((key, frozen(item)) for key, item in value.items())
    if isinstance(value, list | tuple):
        return kind, tuple(frozen(item) for item in value)
    if dataclasses.is_dataclass(value) and value.__dataclass_params__.frozen:
        return kind, value
    raise TypeError(f"A fragment cannot be kept under {value!r}.")
