"""Frameworks from files into the database and out again."""

from dataclasses import replace
from io import BytesIO, StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from assessments.maturity.exporter import export_framework, find_framework
from assessments.maturity.instrument import MapEntry, framework_data
from assessments.maturity.loader import load_frameworks
from assessments.maturity.models import Descriptor, FrameworkVersion, Question
from assessments.maturity.workbook import framework_workbook
from lms.core.content_files import ContentRefused, dump_yaml
from tests.assessments.maturity.instruments import FOLDER, NAMES, SHIPPED, framework

PLAIN = framework("open-data")

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    """Writes an instrument as a YAML file."""

    def write(instrument, name="instrument.yaml"):
        path = tmp_path / name
        path.write_text(dump_yaml(framework_data(instrument)), encoding="utf-8")
        return path

    return write


def kinds(report):
    """What a report says, without what is empty."""
    return {name: labels for name, labels in vars(report).items() if labels}


def refused(path):
    """The faults of a load, as triples."""
    with pytest.raises(ContentRefused) as caught:
        load_frameworks(path)
    return [(one.line, one.message, one.remedy) for one in caught.value.errors]


def equal_map(instrument):
    """A map in which nothing has changed."""
    return tuple(MapEntry(one, one, "equal") for one in instrument.by_id)


def test_shipped_framework_is_loaded_once():
    assert kinds(load_frameworks()) == {"created": ["migdata-maturity 1.0.0"]}
    assert kinds(load_frameworks()) == {"unchanged": ["migdata-maturity 1.0.0"]}

    row = FrameworkVersion.objects.get()
    assert (row.is_published, row.published_at is not None) == (True, True)
    assert (row.questions.count(), Descriptor.objects.count()) == (51, 255)


def test_rows_give_the_instrument_back_in_three_queries(
    file, django_assert_num_queries
):
    load_frameworks()
    row = FrameworkVersion.objects.get()

    with django_assert_num_queries(3):
        assert row.instrument() == framework(SHIPPED)
    with django_assert_num_queries(0):
        row.instrument()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["yaml", "xlsx"])
def test_what_is_exported_loads_again_unchanged(name, kind, tmp_path):
    # The last part of the name is a module that ships.
    load_frameworks(FOLDER / f"{name}.yaml")
    row = find_framework(name)
    path = tmp_path / f"again.{kind}"
    path.write_bytes(export_framework(row.instrument(), kind))

    report = load_frameworks(path)

    assert kinds(report) == {"unchanged": [f"{name} {row.version}"]}


def test_yaml_is_exported_byte_by_byte(file):
    path = file(framework("statistics-office"))
    load_frameworks(path)

    out = StringIO()
    call_command("export_framework", "statistics-office", stdout=out)

    assert out.getvalue() == path.read_text(encoding="utf-8")


def test_dry_run_changes_nothing(file):
    report = load_frameworks(file(PLAIN), dry_run=True)

    assert kinds(report) == {"created": ["open-data 0.1.0"]}
    assert not FrameworkVersion.objects.exists()


def test_folder_is_loaded_older_versions_first(file, tmp_path):
    file(PLAIN, "b.yaml")
    newer = replace(PLAIN, version="0.10.0", map=equal_map(PLAIN))
    (tmp_path / "a.xlsx").write_bytes(framework_workbook(newer))

    report = load_frameworks(tmp_path)

    assert kinds(report) == {"created": ["open-data 0.1.0", "open-data 0.10.0"]}
    assert find_framework("open-data").version == "0.10.0"
    assert find_framework("open-data@0.1.0").version == "0.1.0"


def test_same_version_in_two_files_is_refused(file, tmp_path):
    file(PLAIN, "a.yaml")
    file(PLAIN, "b.yaml")

    (fault,) = refused(tmp_path)

    assert fault[1].startswith("Version 0.1.0 of `open-data` is also in ")


def test_empty_folder_is_refused(tmp_path):
    assert refused(tmp_path) == [(None, "There is no framework in this folder.", "")]


def changed_title(instrument, code="A1", title="Another"):
    """The instrument with another title of one question."""
    return replace(
        instrument,
        dimensions=tuple(
            replace(
                one,
                questions=tuple(
                    replace(asked, title={"en": title}) if asked.id == code else asked
                    for asked in one.questions
                ),
            )
            for one in instrument.dimensions
        ),
    )


def test_published_version_cannot_change(file):
    load_frameworks(file(PLAIN))

    assert refused(file(changed_title(PLAIN))) == [
        (
            3,
            "Version 0.1.0 of `open-data` is published and cannot change. "
            "Changed: A1 title en.",
            "Raise the version, for example `version: 0.1.1`, and say in `map` what "
            "became of each question.",
        )
    ]
    assert str(Question.objects.get(code="A1").title) == "Focal points"


def test_refusal_of_a_workbook_names_sheet_and_row(file, tmp_path):
    load_frameworks(file(PLAIN))
    path = tmp_path / "changed.xlsx"
    path.write_bytes(framework_workbook(changed_title(PLAIN)))

    with pytest.raises(ContentRefused) as caught:
        load_frameworks(path)

    assert str(caught.value).startswith(
        f"{path}, sheet Framework, row 3: Version 0.1.0 of `open-data` is published"
    )


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"dimensions": PLAIN.dimensions[:1]}, "dimensions"),
        ({"title": {"en": "New"}}, "framework title en"),
        ({"scoring": replace(PLAIN.scoring, index="share")}, "scoring index"),
    ],
)
def test_whatever_changes_in_a_published_version_is_named(change, place, file):
    load_frameworks(file(PLAIN))
    new = replace(PLAIN, **change)
    if "dimensions" in change:
        scoring = replace(PLAIN.scoring, national_dims=1)
        new = replace(new, scoring=scoring, map=())

    (fault,) = refused(file(new))

    assert place in fault[1]


def test_published_version_may_be_translated(file):
    load_frameworks(file(PLAIN))
    before = list(Question.objects.values_list("pk", flat=True))
    title = {"en": "open-data", "ru": "Открытые данные"}
    question = replace(PLAIN.questions[0], title={"en": "Focal points", "fr": "Points"})
    first = replace(
        PLAIN.dimensions[0], questions=(question, *PLAIN.dimensions[0].questions[1:])
    )
    new = replace(PLAIN, title=title, dimensions=(first, PLAIN.dimensions[1]))

    report = load_frameworks(file(new))

    assert kinds(report) == {
        "updated": ["open-data 0.1.0 (texts in further languages)"]
    }
    row = FrameworkVersion.objects.get()
    assert row.instrument() == new
    assert list(Question.objects.values_list("pk", flat=True)) == before
    assert kinds(load_frameworks(file(new))) == {"unchanged": ["open-data 0.1.0"]}


def test_new_version_needs_a_map(file):
    load_frameworks(file(PLAIN))
    new = replace(PLAIN, version="0.2.0", map=())

    ((line, message, remedy),) = refused(file(new))

    assert (line, message) == (3, "There is no `map` from version 0.1.0.")
    assert "relation: equal" in remedy


def test_map_is_judged_against_the_newest_published_version_below(file):
    load_frameworks(file(PLAIN))
    second = replace(PLAIN, version="0.2.0", map=equal_map(PLAIN))
    load_frameworks(file(second))
    third = replace(PLAIN, version="0.3.0", map=(MapEntry("A1", "A1", "equal"),))

    messages = [message for _line, message, _remedy in refused(file(third))]

    assert "The map says nothing about `B1` of version 0.2.0." in messages
    assert FrameworkVersion.objects.count() == 2


def test_draft_may_change_and_be_published(file):
    draft = replace(PLAIN, state="draft")
    load_frameworks(file(draft))
    changed = changed_title(draft)

    assert kinds(load_frameworks(file(changed))) == {"updated": ["open-data 0.1.0"]}
    published = replace(changed, state="published")
    assert kinds(load_frameworks(file(published))) == {"updated": ["open-data 0.1.0"]}
    row = FrameworkVersion.objects.get()
    assert row.is_published
    assert row.instrument() == published
    # The file of the draft does not take it back.
    assert kinds(load_frameworks(file(changed))) == {"unchanged": ["open-data 0.1.0"]}
    assert FrameworkVersion.objects.get().is_published


def test_draft_an_editor_has_changed_is_left_alone(file):
    draft = replace(PLAIN, state="draft")
    load_frameworks(file(draft))
    FrameworkVersion.objects.update(content_digest="edited")
    changed = file(changed_title(draft))

    assert kinds(load_frameworks(changed)) == {"skipped": ["open-data 0.1.0"]}
    assert kinds(load_frameworks(changed, overwrite=True)) == {
        "updated": ["open-data 0.1.0"]
    }


def test_commands_write_and_read_both_formats(tmp_path, file):
    load_frameworks(file(PLAIN))
    out = StringIO()

    call_command("export_framework", "open-data", to=tmp_path, stdout=out)
    call_command(
        "export_framework", "open-data", to=tmp_path / "x.xlsx", stdout=StringIO()
    )
    call_command("load_framework", str(tmp_path / "x.xlsx"), stdout=out)
    call_command("load_framework", str(tmp_path / "open-data-0.1.0.yaml"), stdout=out)

    assert out.getvalue().splitlines() == [
        f"Written: {tmp_path / 'open-data-0.1.0.yaml'}",
        "  frameworks: 1 unchanged",
        "  frameworks: 1 unchanged",
    ]


def test_workbook_goes_to_a_pipe_as_it_is(file):
    load_frameworks(file(PLAIN))
    pipe = SimpleNamespace(buffer=BytesIO(), write=None, isatty=lambda: False)

    call_command("export_framework", "open-data", format="xlsx", stdout=pipe)

    assert pipe.buffer.getvalue().startswith(b"PK")
    with pytest.raises(CommandError, match="add `--to FILE"):
        call_command("export_framework", "open-data", format="xlsx", stdout=StringIO())


def test_unknown_framework_says_what_is_loaded(file):
    load_frameworks(file(PLAIN))

    with pytest.raises(CommandError, match="no framework `x`"):
        call_command("export_framework", "x")


def test_faults_end_the_command_with_file_and_line(file):
    load_frameworks(file(PLAIN))

    with pytest.raises(CommandError, match=r"1 to mend:\n.*instrument\.yaml, line 3: "):
        call_command("load_framework", str(file(changed_title(PLAIN))))
