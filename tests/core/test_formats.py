"""Dates are written in words, in every language."""

from datetime import date

import pytest
from django.utils import translation
from django.utils.formats import date_format


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "12 August 2027"),
        ("ru", "12 августа 2027 г."),
        ("fr", "12 août 2027"),
        ("es", "12 de agosto de 2027"),
        ("ar", "12 أغسطس 2027"),
    ],
)
def test_date_has_its_month_in_words(language, written):
    with translation.override(language):
        assert date_format(date(2027, 8, 12)) == written
