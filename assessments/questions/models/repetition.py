"""Rows of a question that cannot be told apart."""

from django.utils.translation import gettext_lazy as _

from assessments.questions.languages import pick
from assessments.questions.models.base import Fault


def repeated_keys(entry, rows):
    """A fault for every key that stands twice among the rows."""
    keys = [row["key"] for row in rows if row.get("key")]
    return [
        Fault(
            entry,
            _("The key `%(key)s` stands twice.") % {"key": key},
            _("Give each its own key."),
        )
        for key in dict.fromkeys(keys)
        if keys.count(key) > 1
    ]


def repeated_texts(entry, rows, name):
    """A fault when two rows read the same in the main language."""
    texts = [pick(row.get(name), "en").casefold() for row in rows]
    return [
        Fault(
            entry,
            _("The text “%(text)s” stands twice.") % {"text": text},
            _("Word the two differently."),
        )
        for text in dict.fromkeys(texts)
        if text and texts.count(text) > 1
    ]
