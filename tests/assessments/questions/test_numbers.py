"""Numbers as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.questions.numbers import (
    NumberNotRead,
    format_number,
    parse_number,
    plain,
    strip_unit,
)

ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
EXTENDED = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("288", "288"),
        ("69.8", "69.8"),
        ("69,8", "69.8"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1'234.5", "1234.5"),
        ("1’234", "1234"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1 234 567", "1234567"),
        ("1 234,567", "1234.567"),
        ("1.234", "1.234"),
        ("0,125", "0.125"),
        ("1234,567", "1234.567"),
        ("1234.567", "1234.567"),
        ("12,5", "12.5"),
        ("٦٩٫٨", "69.8"),
        ("١٬٢٣٤٫٥", "1234.5"),
        ("۱۲۳", "123"),
        ("٦٩،٨", "69.8"),
        ("\u200f69,8\u200e", "69.8"),
        ("\u2066−5\u2069", "-5"),
        ("+5", "5"),
        ("-5", "-5"),
        ("− 5", "-5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("007", "7"),
        ("-0", "0"),
        ("1.50", "1.5"),
        ("12345678901234567890123456789.01", "12345678901234567890123456789.01"),
    ],
)
def test_number_is_read(text, number):
    assert plain(parse_number(text)) == number


@pytest.mark.parametrize(
    ("language", "number"),
    [("en", "1234"), ("ar", "1234"), ("ru", "1.234"), ("fr", "1.234"), ("es", "1.234")],
)
def test_comma_before_three_digits_follows_the_language(language, number):
    assert plain(parse_number("1,234", language)) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        ",",
        "NaN",
        "nan",
        "inf",
        "Infinity",
        "1e3",
        "1e999",
        "1E5",
        "0x10",
        "1_000",
        "5 %",
        "--5",
        "+-5",
        "5-",
        "1,23,456",
        "1 23",
        "1 2345",
        "12 34,5",
        "1234 567",
        "1,234 567",
        "1.2.3",
        "1,2.3,4",
        "1٫2٫3",
        "²",
        "½",
        "five",
        "1\n2",
        "9" * 41,
        "1" * 100_000,
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(NumberNotRead) as refused:
        parse_number(text)

    assert str(refused.value) == "Write a number, for example 69.8 or 69,8."


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "−1\u00a0234.5"), ("ru", "−1\u00a0234,5"), ("ar", "−1\u00a0234.5")],
)
def test_number_is_written_for_the_language(language, text):
    assert format_number(Decimal("-1234.50"), language) == text


@given(
    number=st.decimals(
        min_value=-(10**12),
        max_value=10**12,
        places=5,
        allow_nan=False,
        allow_infinity=False,
    ),
    language=st.sampled_from(["en", "ru", "fr", "es", "ar"]),
    digits=st.sampled_from([{}, ARABIC_INDIC, EXTENDED]),
)
def test_what_is_written_is_read_back(number, language, digits):
    written = format_number(number, language).translate(digits)

    assert parse_number(written, language) == number


@given(st.text(max_size=50))
def test_any_text_is_a_finite_number_or_refused(text):
    try:
        number = parse_number(text)
    except NumberNotRead:
        return

    assert number.is_finite()
    assert parse_number(plain(number)) == number


def test_unit_is_taken_off_the_end():
    assert strip_unit("69,8 %", ["%"]) == "69,8"
    assert strip_unit("12 Persons", ["persons"]) == "12"
    assert strip_unit("12", ["%", ""]) == "12"
