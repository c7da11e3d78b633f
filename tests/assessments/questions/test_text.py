"""Short texts are compared as a patient reader would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.questions.text import nearly_same_text, normalise, same_text


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Focal Point", "focal   point"),
        ("focal-point", "focal point."),
        ("L’État", "l'etat"),
        ("Ёлка", "елка"),
        ("Việt Nam", "viet nam"),
        ("Straße", "STRASSE"),
        ("ﬁgure", "figure"),
        ("مُحَمَّد", "محمد"),
        ("بيـــانات", "بيانات"),
        ("٢٠٠١", "2001"),
        ("\u200fنقطة الاتصال\u200e", "نقطة الاتصال"),
        ("Đà Nẵng", "da nang"),
    ],
)
def test_same_text_is_recognised(left, right):
    assert same_text(left, right) is True


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("أمل", "امل"),
        ("мой", "мои"),
        ("2001", "2002"),
        ("", ""),
        ("...", "!"),
        ("a", "b"),
    ],
)
def test_different_text_is_not_the_same(left, right):
    assert same_text(left, right) is False


def test_words_within_an_answer_count_only_whole_and_in_order():
    assert same_text("It is the focal point, I think", "focal point", contains=True)
    assert not same_text("the point is focal", "focal point", contains=True)
    assert not same_text("focal pointers", "focal point", contains=True)


@pytest.mark.parametrize(
    "answer", ["focal piont", "focal pont", "focal pointt", "fokal point"]
)
def test_one_slip_is_forgiven(answer):
    assert nearly_same_text(answer, "focal point") is True
    assert nearly_same_text(f"the {answer} there", "focal point", contains=True) is True


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Almaty 2002", "Almaty 2001"),
        ("stok", "stock"),
        ("outflow", "inflow"),
        ("irregular", "regular"),
        ("point focal", "focal point"),
    ],
)
def test_more_than_a_slip_is_not_forgiven(answer, expected):
    assert nearly_same_text(answer, expected) is False


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)

    assert normalise(once) == once


@given(st.text(max_size=40))
def test_capital_letters_never_matter(text):
    assert same_text(text.upper().lower(), text.lower()) == bool(
        normalise(text.lower())
    )
