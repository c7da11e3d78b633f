"""The catalogue as a file: what ships, what is refused, what a change does."""

from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.core.content_files import ContentRefused, Problems, dump_yaml, parse_yaml
from toolkit.indicators.catalogue import (
    catalogue_data,
    catalogue_files,
    read_catalogue,
    read_newest,
)
from toolkit.indicators.exporter import export_catalogue
from toolkit.indicators.loader import load_catalogue
from toolkit.indicators.models import CatalogueVersion, Indicator

PACKS = {
    "dsm-six": "FOR_STOCK WP_PROC ENT_FOR EXT_FOR ASY_APP RSD_DEC",
    "origin": "EMI_FLOW NAT_ABROAD LAB_EMIG RET_MIG REMIT_VOL REMIT_COST",
    "destination": "FOR_STOCK RES_FIRST RES_VALID WP_PROC IMM_FLOW CIT_ACQ MIG_WORK",
    "transit": "ENT_FOR EXT_FOR REFUSED_ENTRY FOUND_IRREG RETURNED UASC MIG_DEATH "
    "ASY_PEND",
    "protection": "ASY_APP ASY_PEND RSD_DEC ASY_RECOG REF_STOCK TP_STOCK STATELESS UASC",
    "sdg-gcm": "POLICY_10_7_2 MIG_DEATH REFUG_ORIG REMIT_COST REMIT_VOL META_COMP "
    "FB_STOCK",
}


@pytest.fixture
def shipped():
    """The file that ships, as text and as data that a test may spoil."""
    text = catalogue_files()[-1].read_text(encoding="utf-8")
    return text, yaml.safe_load(text)


def write(folder, data, name="catalogue.yaml"):
    path = folder / name
    path.write_text(data if isinstance(data, str) else dump_yaml(data), "utf-8")
    return path


def test_what_ships_is_whole(shipped):
    _file, catalogue = read_newest()
    codes = [one["code"] for one in catalogue.indicators]
    assert len(codes) == len(set(codes)) == 36
    assert codes[:6] == PACKS["dsm-six"].split()
    for key, wanted in PACKS.items():
        members = {one["code"] for one in catalogue.indicators if key in one["packs"]}
        assert members == set(wanted.split())
    assert "to be confirmed" not in shipped[0]
    kinds = {one["kind"] for one in catalogue.indicators}
    assert kinds == set(Indicator.Kind.values)
    # What says "by sex" names sex among its breakdowns, and the other way round.
    for one in catalogue.indicators:
        words = one["breakdowns"].get("en", "").split("; ")
        assert ("sex" in words) == one["by_sex"], one["code"]


@pytest.mark.django_db
def test_loading_twice_changes_nothing_and_export_is_the_file(shipped):
    assert len(load_catalogue().created) == 37
    second = load_catalogue()
    assert not second
    assert len(second.unchanged) == 37
    assert export_catalogue() == shipped[0]


@pytest.mark.django_db
def test_a_dry_run_writes_nothing():
    assert load_catalogue(dry_run=True).created
    assert not Indicator.objects.exists()
    assert not CatalogueVersion.objects.exists()


@pytest.mark.django_db
def test_what_left_the_file_becomes_inactive_and_comes_back(tmp_path, shipped):
    _text, data = shipped
    load_catalogue()
    left = data["indicators"].pop()
    report = load_catalogue(write(tmp_path, data))
    assert report.retired == [left["code"]]
    assert not Indicator.objects.get(code=left["code"]).is_active
    assert not load_catalogue(write(tmp_path, data))
    assert load_catalogue().updated == [left["code"]]
    assert Indicator.objects.get(code=left["code"]).is_active


@pytest.mark.django_db
def test_a_changed_text_changes_its_indicator_alone(tmp_path, shipped):
    _text, data = shipped
    load_catalogue()
    data["indicators"][3]["name"]["en"] = "Exits"
    report = load_catalogue(write(tmp_path, data))
    assert (report.updated, report.created) == (["EXT_FOR"], [])
    assert str(Indicator.objects.get(code="EXT_FOR").name) == "Exits"


@pytest.mark.django_db
def test_an_older_version_is_refused_unless_asked_for(tmp_path, shipped):
    _text, data = shipped
    data["catalogue"]["version"] = "1.10.0"
    load_catalogue(write(tmp_path, data))
    with pytest.raises(ContentRefused, match=r"1\.10\.0 is loaded.*Raise the version"):
        load_catalogue()
    load_catalogue(overwrite=True)
    assert CatalogueVersion.objects.get().version == "1.0.0"


SPOILT = [
    (lambda one: one.update(kind="stok"), "Did you mean `stock`"),
    (lambda one: one.update(topic="weather"), "`weather`, which is not known"),
    (
        lambda one: one.update(packs=["dsm-seven"]),
        "`dsm-seven` is not known in `packs`",
    ),
    (lambda one: one.update(owner_kinds=["police"]), "`police` is not known"),
    (lambda one: one.update(code="ENT_FOR"), "`ENT_FOR` stands twice"),
    (lambda one: one.update(code="for stock"), "cannot be a code"),
    (lambda one: one.update(by_sex="maybe"), "neither true nor false"),
    (lambda one: one.pop("definition"), "`definition` is missing"),
    (lambda one: one.update(colour="red"), "`colour` is not known here"),
    (lambda one: one["concepts"][0].update(role="size"), "which is not known"),
    (lambda one: one["concepts"].append(one["concepts"][0]), "stands twice"),
    (lambda one: one["name"].update(xx="?"), "`xx` is not a language"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("spoil", "words"), SPOILT)
def test_a_fault_names_file_line_and_remedy(tmp_path, shipped, spoil, words):
    _text, data = shipped
    spoil(data["indicators"][0])
    path = write(tmp_path, data)
    with pytest.raises(ContentRefused) as refused:
        load_catalogue(path)
    fault = next(error for error in refused.value.errors if words in str(error))
    assert fault.file == str(path)
    assert fault.line
    assert fault.remedy
    assert not Indicator.objects.exists()


@pytest.mark.django_db
def test_a_text_must_speak_all_languages_of_the_file(tmp_path, shipped):
    _text, data = shipped
    del data["indicators"][0]["definition"]["fr"]
    with pytest.raises(ContentRefused, match="`definition` has no text in `fr`"):
        load_catalogue(write(tmp_path, data))


def test_two_files_of_one_version_are_refused(tmp_path, shipped):
    write(tmp_path, shipped[0], "a.yaml")
    write(tmp_path, shipped[0], "b.yaml")
    with pytest.raises(ContentRefused, match=r"stands in a\.yaml as well"):
        read_newest(tmp_path)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(ContentRefused, match="no catalogue in this folder"):
        read_newest(tmp_path)


@pytest.mark.django_db
def test_the_commands_say_what_they_did(tmp_path):
    with pytest.raises(CommandError, match="run load_indicators"):
        call_command("export_indicators")
    out = StringIO()
    call_command("load_indicators", dry_run=True, stdout=out)
    assert "indicators (dry run): 37 new" in out.getvalue()
    call_command("load_indicators", stdout=out)
    target = tmp_path / "out.yaml"
    call_command("export_indicators", to=target, stdout=out)
    assert not load_catalogue(target)
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_indicators", write(tmp_path, "catalogue: 1", "bad.yaml"))


@settings(max_examples=30, deadline=None)
@given(
    st.recursive(
        st.text() | st.integers() | st.none(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "catalogue",
                        "packs",
                        "structure",
                        "indicators",
                        "code",
                        "kind",
                        "concepts",
                    ]
                ),
                inner,
            )
        ),
        max_leaves=15,
    )
)
def test_no_file_breaks_the_reader(data):
    problems = Problems()
    found = read_catalogue(
        parse_yaml(dump_yaml({"catalogue": data}), file="x.yaml", problems=problems)
    )
    assert found is None
    assert problems


def test_data_of_a_catalogue_reads_again():
    _file, catalogue = read_newest()
    problems = Problems()
    text = dump_yaml(catalogue_data(catalogue))
    assert read_catalogue(parse_yaml(text, file="x", problems=problems)) == catalogue
