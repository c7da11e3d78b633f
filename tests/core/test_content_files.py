"""Content files are refused with file, line and remedy, all faults at once."""

from decimal import Decimal

import pytest

from lms.core.content_files import (
    ContentRefused,
    Problems,
    data_digest,
    dump_yaml,
    file_digest,
    parse_yaml,
    read_yaml,
    text_digest,
)


def parse(text, first_line=1):
    problems = Problems()
    part = parse_yaml(
        text, file="checks/x.yaml", problems=problems, first_line=first_line
    )
    return part, problems


def faults(problems):
    return [str(error) for error in problems.errors]


def test_values_are_read_by_kind():
    part, problems = parse(
        'key: "01"\nversion: 3\nright: 69.80\nopen: true\nday: 2026-11-20\n'
        "kind: lesson\ntitle: {en: Hello}\nitems:\n- {key: a}\n- {key: b}\nwords: [x, y]\n"
    )

    assert part.text("key") == "01"
    assert part.integer("version", minimum=1) == 3
    assert part.decimal("right") == Decimal("69.80")
    assert part.flag("open") is True
    assert part.date("day").isoformat() == "2026-11-20"
    assert part.choice("kind", ["lesson", "module"]) == "lesson"
    assert part.texts("title") == {"en": "Hello"}
    assert [item.text("key") for item in part.parts("items")] == ["a", "b"]
    assert [item.as_text() for item in part.items("words")] == ["x", "y"]
    part.finish()
    problems.refuse()


def test_unknown_key_names_line_and_nearest_known_key():
    part, problems = parse("key: a\nverson: 1\n")
    part.text("key")
    part.integer("version")

    part.finish()

    assert faults(problems) == [
        "checks/x.yaml, line 1: `version` is missing. Add `version: ...`.",
        "checks/x.yaml, line 2: `verson` is not known here. Did you mean `version`?",
    ]


def test_key_written_twice_is_refused():
    _, problems = parse("key: a\nversion: 1\nkey: b\n")

    assert faults(problems) == [
        "checks/x.yaml, line 3: `key` is written twice. "
        "The first one is on line 1: keep one."
    ]


def test_key_with_other_characters_is_refused():
    part, problems = parse("key: First Question\nother: a-1\n")

    assert (part.key(), part.key("other")) == ("", "a-1")

    assert faults(problems) == [
        "checks/x.yaml, line 1: `key` is `First Question`, which cannot be a key. "
        "Use small letters a-z, digits and hyphens."
    ]


def test_number_where_text_is_wanted_asks_for_quotes():
    part, problems = parse("key: 01\n")

    assert part.text("key") == ""

    assert faults(problems) == [
        "checks/x.yaml, line 1: `key` is read as something else than text: 01. "
        'Put it in quotes: "01".'
    ]


def test_texts_lack_a_language_of_the_file():
    part, problems = parse("title: {en: A, ru: Б}\nitems:\n- text: {en: C}\n")
    part.require_languages(part.texts("title"))

    part.parts("items")[0].texts("text")

    assert faults(problems) == [
        "checks/x.yaml, line 3: `text` has no text in `ru`. Add `ru: ...` to it."
    ]


def test_texts_in_unknown_language_are_refused():
    part, problems = parse("title: {en: A, xx: B}\n")

    part.texts("title")

    assert faults(problems) == [
        "checks/x.yaml, line 1: `xx` is not a language of this site. "
        "Use one of: en, ru, fr, es, ar."
    ]


def test_texts_without_languages_are_refused():
    part, problems = parse("title: Hello\n")

    assert part.texts("title") == {}

    assert faults(problems) == [
        "checks/x.yaml, line 1: `title` is not written by language. "
        "Write `title: {en: ...}`."
    ]


def test_wrong_kinds_are_all_collected():
    part, problems = parse(
        "a: true\nb: x\nc: maybe\nd: soon\ne: {f: 1}\ng: text\nh: .inf\ni: 7\nj: colour\n"
    )
    part.integer("a")
    part.decimal("b")
    part.flag("c")
    part.date("d")
    part.text("e")
    part.parts("g")
    part.decimal("h")
    part.integer("i", minimum=1, maximum=5)
    part.choice("j", ["easy", "hard"])

    with pytest.raises(ContentRefused) as refused:
        problems.refuse()

    assert [error.line for error in refused.value.errors] == list(range(1, 10))
    assert str(refused.value).splitlines()[7] == (
        "checks/x.yaml, line 8: `i` is 7, outside of what is allowed. "
        "Write a number from 1 to 5."
    )
    assert str(refused.value).splitlines()[8] == (
        "checks/x.yaml, line 9: `j` is `colour`, which is not known. "
        "Known here: easy, hard."
    )


def test_null_counts_as_absent():
    part, problems = parse("draw: null\n")

    assert part.integer("draw", required=False) is None
    assert "draw" not in part
    part.finish()
    problems.refuse()


def test_broken_yaml_names_the_line_in_the_file():
    _, problems = parse('title: "open\nkey: a\n', first_line=2)

    (error,) = problems.errors
    assert error.file == "checks/x.yaml"
    assert error.line >= 3


@pytest.mark.parametrize("text", ["", "- a\n", "just words\n", "null\n"])
def test_file_that_is_no_mapping_is_refused(text):
    _, problems = parse(text)

    assert faults(problems) == [
        "checks/x.yaml, line 1: The file does not begin with `name: value` lines."
    ]


def test_alias_is_refused():
    _, problems = parse("a: &x [1]\nb: *x\n")

    (error,) = problems.errors
    assert error.message == (
        "This is not YAML: an alias (`*name`) repeats an earlier part."
    )


def test_tagged_object_is_not_built():
    part, problems = parse("a: !!python/object/apply:os.getcwd []\n")

    assert part.text("a") == ""
    assert len(problems.errors) == 1


@pytest.mark.parametrize(
    "text", ["[" * 200_000, "- " * 200_000, "{a: " * 60 + "}" * 60]
)
def test_deep_nesting_is_refused_without_crash(text):
    _, problems = parse("a: " + text)

    assert [error.message for error in problems.errors] == [
        "The file is too large or nested too deep."
    ]


def test_missing_file_is_refused(tmp_path):
    problems = Problems()

    read_yaml(tmp_path / "none.yaml", problems)

    (error,) = problems.errors
    assert error.line is None
    assert error.message == "The file cannot be read: No such file or directory."


def test_file_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "latin.yaml"
    path.write_bytes("title: é".encode("latin-1"))
    problems = Problems()

    read_yaml(path, problems)

    assert [error.message for error in problems.errors] == ["The file is not UTF-8."]


def test_dump_is_read_back_the_same():
    data = {"key": "01", "title": {"en": "Read: a, “b”", "ar": "نص"}, "n": 1, "x": None}

    part, problems = parse(dump_yaml(data))

    assert part.value == data
    assert not problems


def test_digests_ignore_the_order_of_keys(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("é".encode())

    assert data_digest({"a": 1, "b": 2}) == data_digest({"b": 2, "a": 1})
    assert data_digest({"a": 1}) != data_digest({"a": "1"})
    assert file_digest(path) == text_digest("é")
