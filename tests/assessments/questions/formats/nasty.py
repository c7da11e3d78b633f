"""Questions full of the signs that formats divide things by."""

from hypothesis import strategies as st

from tests.assessments.factories import GRADED
from tests.assessments.questions.test_types import specs

SIGNS = "~=#{}:\\*[]()%<>&_`'\"->|/.,!+ \n\tanq01жعé×−\u00a0"
#: Any text an author could write, and many that nobody would.
TEXTS = (
    st.text(
        st.sampled_from(SIGNS) | st.characters(exclude_categories=["Cs"]),
        min_size=1,
        max_size=25,
    )
    .map(str.strip)
    .filter(bool)
)


@st.composite
def nasty_specs(draw, kinds=GRADED):
    """A question of any graded type in which every text is anything."""
    spec = _with_texts(draw, draw(specs(kinds)))
    for name in ("hint", "feedback"):
        if draw(st.booleans()):
            spec[name] = {"en": draw(TEXTS)}
    if draw(st.booleans()):
        spec |= {
            "version": draw(st.integers(1, 9)),
            "objective": draw(st.integers(1, 50)),
            "lesson": "01/02",
            "source": "gm2005",
        }
    if spec["type"] in ("single", "multiple") and draw(st.booleans()):
        spec["shuffle"] = False
        spec["choices"][0]["feedback"] = {"en": draw(TEXTS)}
    if spec["type"] in ("numeric", "short_text") and draw(st.booleans()):
        value = (
            {"value": "12.5"} if spec["type"] == "numeric" else {"text": texts(draw)}
        )
        spec["near"] = [value | {"feedback": texts(draw)}]
    if spec["type"] == "matching" and draw(st.booleans()):
        del spec["extra"]
    return spec


def texts(draw):
    """One text by language."""
    return {"en": draw(TEXTS)}


def _with_texts(draw, value):
    if isinstance(value, dict):
        if "en" in value:
            return texts(draw)
        return {name: _with_texts(draw, one) for name, one in value.items()}
    if isinstance(value, list):
        return [_with_texts(draw, one) for one in value]
    return value
