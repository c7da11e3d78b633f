"""Comparing short texts the way a patient reader does.

Forgiven everywhere: capital letters, accents, spaces, punctuation, the several
shapes Unicode has for one letter. In Arabic vowel signs and the stretching stroke
are forgiven, the letters themselves are not: ``أ`` stays different from ``ا``. In
Russian ``ё`` equals ``е``, and ``й`` stays a letter of its own.
"""

import re
import unicodedata

#: Longest answer that is compared at all, in characters.
MAX_CHARACTERS = 200

#: A slip of the pen is forgiven only in texts of at least so many letters.
SLIP_FROM = 6

_ARABIC_SIGNS = {*range(0x0610, 0x061B), 0x0640, *range(0x064B, 0x0653), 0x0656, 0x0670}
_ACCENTS = range(0x0300, 0x0370)
_BREVE = 0x0306
_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_APOSTROPHES = set("'’‘ʼʻ`´′")


def normalise(text: str) -> str:
    """``text`` reduced to what counts; the same again when applied twice.

    >>> normalise("  L’État-membre ")
    'letat membre'
    """
    reduced = text
    # Folding case can open new compositions; two rounds settle every known text.
    for _round in range(4):
        before, reduced = reduced, _reduce(reduced)
        if reduced == before:
            break
    return reduced


def can_be_kept(text: str) -> bool:
    """Whether every database can hold the text: no NUL, no halves of characters."""
    return not any(
        character == "\0" or unicodedata.category(character) == "Cs"
        for character in text
    )


def same_text(answer: str, expected: str, *, contains: bool = False) -> bool:
    """Whether the normalised texts are equal.

    With ``contains`` the expected words may stand anywhere in the answer, whole
    and in order.
    """
    given, wanted = normalise(answer), normalise(expected)
    if not given or not wanted:
        return False
    return f" {wanted} " in f" {given} " if contains else given == wanted


def nearly_same_text(answer: str, expected: str, *, contains: bool = False) -> bool:
    """Whether the texts differ by one slip: a letter missing, added, wrong, swapped.

    Never forgiven in texts under :data:`SLIP_FROM` letters or with a digit in them
    (2001 is not 2002).
    """
    given, wanted = normalise(answer), normalise(expected)
    if len(wanted) < SLIP_FROM or re.search(r"\d", wanted):
        return False
    if not contains:
        return _one_slip(given, wanted)
    words, span = given.split(), len(wanted.split())
    return any(
        _one_slip(" ".join(words[start : start + span]), wanted)
        for start in range(len(words) - span + 1)
    )


def _reduce(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    kept = []
    for character in unicodedata.normalize("NFD", folded):
        point = ord(character)
        category = unicodedata.category(character)
        if point in _ACCENTS:
            if point == _BREVE and kept[-1:] == ["и"]:
                kept.append(character)
        elif point in _ARABIC_SIGNS or category == "Cf" or character in _APOSTROPHES:
            continue
        elif category == "Nd":
            kept.append(str(unicodedata.decimal(character)))
        elif category[0] in "PZC":
            kept.append(" ")
        else:
            kept.append(character)
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def _one_slip(left: str, right: str) -> bool:
    if left == right:
        return True
    if abs(len(left) - len(right)) > 1:
        return False
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    a, b = left[start:], right[start:]
    if len(a) == len(b):
        swapped = len(a) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:]
        return swapped or a[1:] == b[1:]
    return a[1:] == b if len(a) > len(b) else a == b[1:]
