"""QTI 3 packages: well-formed, complete, scored as here."""

import io
import re
import zipfile

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given

from assessments.questions.formats.qti3 import ITEM, MANIFEST, render, render_item
from tests.assessments.factories import (
    EXAMPLES,
    long_text_data,
    multiple_data,
    numeric_data,
    ordering_data,
    rank_data,
    single_data,
)
from tests.assessments.questions.formats.nasty import nasty_specs

INTERACTIONS = {
    "single": "choice",
    "multiple": "choice",
    "true_false": "choice",
    "numeric": "text-entry",
    "matching": "match",
    "ordering": "order",
    "short_text": "text-entry",
    "long_text": "extended-text",
    "scale": "choice",
    "matrix": "match",
    "rank": "order",
}


def item(spec):
    text, losses = render_item(spec)
    return fromstring(text), losses


def find(root, path):
    steps = [f"{{{ITEM}}}qti-{step}" for step in path.split("/")]
    return root.findall(".//" + "/".join(steps))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_type_has_its_interaction_and_parts_in_order(name):
    root, _losses = item(EXAMPLES[name](feedback={"en": "So it is."}))

    assert root.tag == f"{{{ITEM}}}qti-assessment-item"
    assert len(find(root, f"{INTERACTIONS[name]}-interaction")) == 1
    order = list(dict.fromkeys(child.tag.partition("}qti-")[2] for child in root))
    assert order == [
        "response-declaration",
        "outcome-declaration",
        "item-body",
        "response-processing",
        "modal-feedback",
    ]


@given(spec=nasty_specs())
def test_any_question_is_well_formed(spec):
    root, _losses = item(spec)

    identifiers = [one for one in root.iter() if one.get("identifier")]
    assert all(
        re.fullmatch(r"[A-Za-z_][\w.-]*", one.get("identifier")) for one in identifiers
    )


def test_shares_of_a_multiple_choice_are_mapped_and_bounded():
    root, _losses = item(multiple_data())

    (mapping,) = find(root, "mapping")
    assert (mapping.get("lower-bound"), mapping.get("upper-bound")) == ("0", "1")
    assert [(entry.get("map-key"), entry.get("mapped-value")) for entry in mapping] == [
        ("k-a", "0.5"),
        ("k-b", "0.5"),
        ("k-c", "-0.5"),
        ("k-d", "-0.5"),
    ]


def test_relative_tolerance_is_written_in_per_cent():
    root, _losses = item(numeric_data(tolerance="0.01", tolerance_kind="relative"))

    (equal,) = find(root, "equal")
    assert (equal.get("tolerance-mode"), equal.get("tolerance")) == ("relative", "1 1")


def test_opinions_have_no_score_and_texts_are_scored_by_people():
    opinion, _losses = item(rank_data())
    text, _losses = item(long_text_data())

    assert find(opinion, "outcome-declaration") == []
    (score,) = find(text, "outcome-declaration")
    assert (score.get("external-scored"), score.get("normal-maximum")) == ("human", "3")
    assert len(find(text, "rubric-block")) == 1


def test_what_is_lost_is_said():
    data = ordering_data(hint={"en": "Think."}, stem={"en": "Sort", "fr": "Triez"})

    _text, losses = render_item(data)

    assert [loss.what for loss in losses] == [
        "the credit rule",
        "the texts in fr",
        "`hint`",
        "`difficulty`",
    ]


def test_package_names_its_items_and_is_the_same_each_time():
    specs = [single_data(), rank_data()]

    content, _losses = render(specs)

    assert content == render(specs)[0]
    package = zipfile.ZipFile(io.BytesIO(content))
    manifest = fromstring(package.read("imsmanifest.xml"))
    assert manifest.tag == f"{{{MANIFEST}}}manifest"
    named = [one.get("href") for one in manifest.iter(f"{{{MANIFEST}}}resource")]
    assert named == ["items/q1.xml", "items/q11.xml"]
    assert sorted(package.namelist()) == sorted(["imsmanifest.xml", *named])
