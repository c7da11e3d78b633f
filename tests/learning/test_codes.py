"""Codes of certificates: what is forgiven, what is found out."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lms.learning.codes import (
    ALPHABET,
    Problem,
    Reading,
    check_symbol,
    make_code,
    read_code,
    written,
)

bodies = st.text(alphabet=ALPHABET, min_size=11, max_size=11)
places = st.integers(0, 11)


def whole(body):
    return body + check_symbol(body)


def test_make_code_is_read_back():
    code = make_code()

    assert read_code(code) == Reading(code, None, 12)


@given(bodies, places, st.sampled_from(ALPHABET))
def test_read_code_finds_every_change_of_one_symbol(body, place, other):
    symbols = whole(body)
    assume(symbols[place] != other)

    changed = symbols[:place] + other + symbols[place + 1 :]

    assert read_code(changed) == Reading(written(changed), Problem.CHECK, 12)


@given(bodies, places, places)
def test_read_code_finds_every_exchange_of_two_symbols(body, one, other):
    symbols = list(whole(body))
    assume(symbols[one] != symbols[other])

    symbols[one], symbols[other] = symbols[other], symbols[one]

    assert read_code("".join(symbols)).problem == Problem.CHECK


@given(st.text(max_size=300))
def test_read_code_never_raises(text):
    assert isinstance(read_code(text), Reading)


@pytest.mark.parametrize(
    "typed",
    [
        "7kq2-m4xd-91t{}",
        "7KQ2M4XD91T{}",
        " 7KQ2 M4XD  91T{} ",
        "7KQ2–M4XD–91T{}",
        "7KQ2.M4XD.9lT{}",
        "7KQ2-M4XD-9IT{}",
        "٧KQ٢-M٤XD-٩١T{}",
        "\u200e7KQ2-M4XD-91T{}\u200e",
        "７ＫＱ２-M4XD-91T{}",
        "7КQ2-М4ХD-91Т{}",
    ],
)
def test_read_code_forgives_how_it_was_typed(typed):
    check = check_symbol("7KQ2M4XD91T")

    assert read_code(typed.format(check)).code == f"7KQ2-M4XD-91T{check}"


def test_read_code_reads_the_letter_o_as_zero():
    check = check_symbol("00000000000")

    assert read_code(f"OOOO-oooo-ооо{check}").code == f"0000-0000-000{check}"


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("", Reading(problem=Problem.EMPTY)),
        (" - - ", Reading(problem=Problem.EMPTY)),
        ("7KQ2", Reading(problem=Problem.LENGTH, length=4)),
        ("7KQ2-M4XD-91TFA", Reading(problem=Problem.LENGTH, length=13)),
        (
            "7KU2-M4XD-91T?",
            Reading(problem=Problem.SYMBOL, length=12, strangers="U?"),
        ),
    ],
)
def test_read_code_says_what_is_wrong(typed, reading):
    assert read_code(typed) == reading


def test_codes_differ():
    assert len({make_code() for _ in range(200)}) == 200
