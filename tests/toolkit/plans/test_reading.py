"""Action libraries in files: what is refused, and that nothing is lost on the way."""

import itertools

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command

from lms.core.content_files import ContentRefused
from toolkit.plans.catalogue import read_libraries, shipped_library
from toolkit.plans.library import cycle_of, library_data
from toolkit.plans.loader import load_libraries
from toolkit.plans.models import Action, ActionLibrary

SHIPPED = next(iter(sorted(settings.ACTION_CONTENT_DIR.glob("*.yaml"))))


@pytest.fixture
def changed(tmp_path):
    """Write the shipped library with changes to its data; return the path."""

    def write(change):
        data = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
        change(data, {one["id"]: one for one in data["actions"]})
        path = tmp_path / "library.yaml"
        path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
        return path

    return write


def refusal(path):
    """The faults of a file, as an author reads them."""
    with pytest.raises(ContentRefused) as refused:
        read_libraries(path)
    return str(refused.value)


def test_the_shipped_library_has_48_actions_and_two_generic_ones():
    library = shipped_library()

    assert [one.id for one in library.actions] == [
        f"ACT-{number:02}" for number in range(1, 49)
    ]
    assert [one.id for one in library.generic] == ["GEN-4", "GEN-5"]
    assert library.first_year == tuple(
        f"ACT-{number}"
        for number in [
            "01",
            "02",
            "03",
            "04",
            "05",
            "06",
            "13",
            "17",
            "19",
            "24",
            "41",
            "42",
        ]
    )


def test_the_spine_of_the_library_is_a_chain_of_needs():
    chain = ["01", "04", "05", "24", "26", "28", "29", "46"]
    actions = shipped_library().by_id

    for before, after in itertools.pairwise(chain):
        assert f"ACT-{before}" in actions[f"ACT-{after}"].needs


def test_a_circle_is_refused_with_all_its_members(changed):
    def change(_data, actions):
        actions["ACT-01"]["needs"] = ["ACT-05"]

    found = refusal(changed(change))

    assert "`ACT-01` → `ACT-05` → `ACT-04` → `ACT-01`" in found
    assert "library.yaml, line " in found


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("lifts", [{"question": "Z9", "to": [3]}], "no question `Z9`"),
        ("lifts", [{"question": "A2", "to": [6]}], "level 6"),
        ("lifts", [{"question": "A2", "to": [1]}], "level 1"),
        ("modules", ["17"], "no module `17`"),
        ("needs", ["ACT-99"], "no action `ACT-99`"),
        ("after", ["ACT-99"], "no action `ACT-99`"),
        ("responsible", ["king"], "`king` is not known"),
        ("responsible", [], "names nobody"),
        ("effort", "XL", "`effort` is `XL`"),
        ("quarters", 0, "`quarters` is 0"),
        ("pillar", "roof", "`pillar` is `roof`"),
        ("title", {"xx": "?"}, "`xx` is not a language"),
        ("colour", "red", "`colour` is not known here"),
        ("id", "ACT-02", "stands twice"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(changed, name, value, message):
    def change(_data, actions):
        actions["ACT-01"][name] = value

    found = refusal(changed(change))

    assert message in found
    assert "library.yaml, line " in found


def test_a_circle_is_found_wherever_it_begins():
    assert cycle_of({"a": ["b"], "b": ["c"], "c": ["b"]}) == ["b", "c", "b"]
    assert cycle_of({"a": ["a"]}) == ["a", "a"]
    assert cycle_of({"a": ["b", "c"], "b": ["c"], "c": []}) == []


@pytest.mark.django_db
def test_loading_twice_changes_nothing_and_nothing_is_lost():
    first, second = load_libraries(), load_libraries()

    assert first.created == ["migdata-actions 1.0.0"]
    assert second.unchanged == ["migdata-actions 1.0.0"]
    row = ActionLibrary.objects.get()
    assert row.library() == shipped_library()
    assert Action.objects.count() == 48


@pytest.mark.django_db
def test_a_loaded_version_does_not_change(changed):
    load_libraries()

    def change(_data, actions):
        actions["ACT-01"]["quarters"] = 2

    with pytest.raises(ContentRefused, match="ACT-01 quarters"):
        load_libraries(changed(change))


@pytest.mark.django_db
def test_texts_in_another_language_are_added(changed):
    def change(data, actions):
        data["library"]["languages"].remove("fr")
        del actions["ACT-01"]["title"]["fr"]

    load_libraries(changed(change))
    before = Action.objects.get(code="ACT-01")
    assert "fr" not in before.title.data
    report = load_libraries()

    assert report.updated == ["migdata-actions 1.0.0"]
    row = Action.objects.get(code="ACT-01")
    assert row.pk == before.pk
    assert row.title.data["fr"]


@pytest.mark.django_db
def test_what_is_exported_loads_unchanged(tmp_path):
    load_libraries()
    path = tmp_path / "out.yaml"

    call_command("export_actions", "migdata-actions", to=path, verbosity=0)

    [(_file, library)] = read_libraries(path)
    assert library_data(library) == library_data(shipped_library())
    assert load_libraries(path).unchanged == ["migdata-actions 1.0.0"]


@pytest.mark.django_db
def test_an_unknown_library_is_not_exported():
    with pytest.raises(CommandError, match="none; run load_actions"):
        call_command("export_actions", "nothing")
