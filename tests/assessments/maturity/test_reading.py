"""Reading an instrument: whole, or refused with file, line and remedy."""

import re

import pytest
import yaml

from assessments.maturity.catalogue import (
    UnknownFramework,
    framework_called,
    framework_files,
)
from assessments.maturity.instrument import framework_data
from assessments.maturity.reading import read_framework_file, shipped_modules
from lms.core.content_files import ContentRefused, Problems, dump_yaml
from tests.assessments.maturity.instruments import FOLDER, NAMES, SHIPPED, framework

SHORT = (FOLDER / "open-data.yaml").read_text(encoding="utf-8")


def refused(tmp_path, text):
    """The faults of a file with this text."""
    path = tmp_path / "instrument.yaml"
    path.write_text(text, encoding="utf-8")
    problems = Problems()
    found = read_framework_file(path, problems, modules=("03", "08"))
    assert (found is None) == bool(problems)
    return [
        (error.line, error.message, error.remedy)
        for error in sorted(problems.errors, key=lambda error: error.line or 0)
    ]


def test_shipped_framework_is_written_as_it_would_be_exported():
    (path,) = framework_files()

    text = path.read_text(encoding="utf-8")

    assert dump_yaml(framework_data(framework(SHIPPED))) == text


def test_shipped_framework_has_every_text_and_only_modules_that_exist():
    shipped = framework(SHIPPED)

    for question in shipped.questions:
        assert set(question.descriptors) == {1, 2, 3, 4, 5}
        assert question.guidance["en"]
        assert question.evidence["en"]
        assert question.respondents
        assert set(question.modules) <= shipped_modules()
        # No two levels say the same.
        texts = [text["en"] for text in question.descriptors.values()]
        assert len(set(texts)) == 5
        assert all(text.endswith(".") for text in texts)


def test_every_module_is_named_by_a_gap():
    named = {key for one in framework(SHIPPED).questions for key in one.modules}

    assert named == shipped_modules()


def test_sentences_stay_short():
    long = [
        (question.id, sentence)
        for question in framework(SHIPPED).questions
        for text in (question.guidance, *question.descriptors.values())
        for sentence in re.split(r"(?<=[.?]) ", text["en"])
        if len(sentence.split()) > 30
    ]

    assert long == []


@pytest.mark.parametrize("name", NAMES)
def test_other_instruments_are_read_and_written_back(name, tmp_path):
    data = framework_data(framework(name))
    path = tmp_path / "again.yaml"
    path.write_text(dump_yaml(data), encoding="utf-8")
    problems = Problems()

    again = read_framework_file(path, problems, modules=("03", "08"))

    assert problems.errors == []
    assert again == framework(name)
    assert dump_yaml(framework_data(again)) == path.read_text(encoding="utf-8")


def test_short_file_gets_what_it_leaves_out():
    found = framework("open-data")

    assert found.title == {"en": "open-data"}
    assert found.levels[3].name == {"en": "Working well"}
    assert found.by_id["A1"].modules == ("03",)
    assert found.by_id["B1"].weight == 1
    assert found.scoring.index == "range"
    assert (found.scoring.national_dims, found.scoring.national_share) == (2, None)
    assert found.scoring.evidence_from == 3


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "remedy"),
    [
        (
            "combine: share",
            "combine: shares",
            32,
            "`combine` is `shares`, which is not known.",
            "Did you mean `share`?",
        ),
        (
            "combine: share\n",
            "combine: share\n        tilte: x\n",
            33,
            "`tilte` is not known here.",
            "Did you mean `title`?",
        ),
        (
            "      - id: A2",
            "      - id: a1",
            23,
            "The id `a1` stands twice.",
            "The first one is on line 13: give this question its own id.",
        ),
        (
            "modules: [M03]",
            'modules: ["17"]',
            22,
            "There is no module `17`.",
            "Known here: 03, 08.",
        ),
        (
            ', 4: {en: "All"}}\nmap',
            "}\nmap",
            34,
            "`4` is missing.",
            "Add `4: ...`.",
        ),
        (
            '4: {en: "All"}}\nmap',
            '4: {en: "All"}, 5: {en: "x"}}\nmap',
            34,
            "`5` is not a level of this framework.",
            "Its levels are 1 to 4.",
        ),
        (
            "version: 0.1.0",
            "version: 0.1",
            2,
            "`version` is read as something else than text: 0.1.",
            'Put it in quotes: "0.1".',
        ),
        (
            "version: 0.1.0",
            "version: 0.1.0-beta",
            2,
            "`version` is `0.1.0-beta`.",
            "Write numbers with points between them, like 1.0.0.",
        ),
        (
            "weight: 1",
            "weight: 0",
            17,
            "`weight` is 0.",
            "Write a number above 0, at most 1000.",
        ),
        (
            "stage_share: 0.8",
            "stage_share: 80",
            8,
            "`stage_share` is 80.",
            "Write a share from 0 to 1: 0.8 is 80 %.",
        ),
        (
            "essential_floor: 3",
            "essential_floor: 5",
            8,
            "`essential_floor` is 5, outside of what is allowed.",
            "Write a number from 1 to 4.",
        ),
        (
            "national_dims: 2",
            "national_dims: 3",
            8,
            "`national_dims` is 3, outside of what is allowed.",
            "Write a number from 1 to 2.",
        ),
        (
            "national_dims: 2",
            "national_dims: 2, national_share: 0.5",
            8,
            "`national_dims` and `national_share` say the same thing.",
            "Keep one of them: a number of dimensions, or their share.",
        ),
        (
            "dimension: mean",
            "dimension: median",
            8,
            "`dimension` is `median`, which is not known.",
            "Did you mean `mean`?",
        ),
        (
            "to: B1, relation: equal",
            "to: B2, relation: equal",
            36,
            "The map leads to `B2`, which is not in this version.",
            "Write the id of a question of this file.",
        ),
        (
            "relation: equal",
            "relation: same",
            36,
            "`relation` is `same`, which is not known.",
            "Known here: equal, narrower, wider, new, dropped.",
        ),
        (
            "title: {en: Use}",
            "title: {ru: Использование}",
            29,
            "`title` has no text in `en`.",
            "Add `en: ...` to it.",
        ),
        (
            "title: {en: Use}",
            "title: {en: Use, xx: Nope}",
            29,
            "`xx` is not a language of this site.",
            "Use one of: en, ru, fr, es, ar.",
        ),
    ],
)
def test_fault_is_named_with_line_and_remedy(old, new, line, message, remedy, tmp_path):
    assert old in SHORT

    assert refused(tmp_path, SHORT.replace(old, new, 1)) == [(line, message, remedy)]


def test_all_faults_are_named_at_once(tmp_path):
    text = SHORT.replace("combine: fact", "combine: facts").replace("[M03]", "[M99]")

    assert [line for line, *_ in refused(tmp_path, text)] == [22, 24]


def test_gap_in_the_scale_is_named(tmp_path):
    text = SHORT.replace("  - {value: 3, key: in_place}\n", "")

    assert refused(tmp_path, text)[0] == (
        6,
        "Level 4 follows level 2.",
        "Write the levels from the lowest to the highest, without a gap.",
    )


def test_file_without_dimensions_is_refused(tmp_path):
    faults = refused(tmp_path, "framework: {id: x, version: 1.0.0}\n")

    assert [message for _line, message, _remedy in faults] == [
        "`levels` is missing.",
        "`dimensions` is missing.",
    ]


def test_one_level_is_not_a_scale(tmp_path):
    data = yaml.safe_load(SHORT)
    data["levels"] = data["levels"][:1]
    del data["scoring"]
    for dimension in data["dimensions"]:
        for question in dimension["questions"]:
            question["descriptors"] = {1: {"en": "One"}}

    messages = [one for _line, one, _remedy in refused(tmp_path, dump_yaml(data))]

    assert messages == ["There is only one level."]


def test_framework_is_found_by_key_version_and_file():
    assert framework_called("migdata-maturity").version == "1.0.0"
    assert framework_called("migdata-maturity@1.0.0").key == "migdata-maturity"
    path = FOLDER / "health-capacities.yaml"
    assert framework_called(str(path)).version == "2.0"


@pytest.mark.parametrize("name", ["migdata", "migdata-maturity@2.0.0"])
def test_unknown_framework_says_what_there_is(name):
    with pytest.raises(UnknownFramework, match="or one of: migdata-maturity"):
        framework_called(name)


def test_missing_file_is_refused():
    with pytest.raises(ContentRefused, match="cannot be read: No such file"):
        framework_called("nowhere.yaml")
