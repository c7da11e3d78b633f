"""Contact lists from a file: judged whole, shown, carried out once or not at all."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from openpyxl import Workbook

from lms.accounts.models import Institution, Role
from tests.accounts.factories import CountryFactory, InstitutionFactory, make_person
from tests.toolkit.network.factories import (
    FocalPointFactory,
    ProfileFactory,
    UnitFactory,
)
from toolkit.network.contact_documents import contacts_workbook
from toolkit.network.contact_judging import Known, judge
from toolkit.network.contact_reading import read_contacts
from toolkit.network.models import FocalPoint, InstitutionProfile, Unit
from toolkit.network.services.contact_errors import NotYours, RecordMoved
from toolkit.network.services.contact_imports import (
    Decision,
    apply_import,
    decide,
    prepare_import,
    rows_of,
)

pytestmark = pytest.mark.django_db
HEADS = ("Institution", "Unit", "Post", "Name", "Title", "Telephone", "E-mail address")


@pytest.fixture
def country():
    return CountryFactory()


@pytest.fixture
def keeper(country):
    return make_person(Role.COORDINATOR, country)


@pytest.fixture
def labour(country):
    names = {"en": "Ministry of Labour", "ru": "Министерство труда"}
    return InstitutionFactory(country=country, key="labour-ministry", name=names)


@pytest.fixture
def border(country):
    return InstitutionFactory(country=country, name={"en": "Border Service"})


def book(*rows, heads=HEADS):
    """Return an XLSX file of these rows."""
    made, buffer = Workbook(), BytesIO()
    made.active.append(heads)
    for row in rows:
        made.active.append(row)
    made.save(buffer)
    return SimpleUploadedFile("contacts.xlsx", buffer.getvalue())


def read(country, *rows, heads=HEADS):
    """Return what the rows say, what they would do, and all faults."""
    known = Known(country)
    _table, given, faults = read_contacts(
        book(*rows, heads=heads), known.is_known, known.suggest
    )
    judged, more = judge(given, known, {})
    return given, judged, [*faults, *more]


def verdicts(judged):
    return [(one.given.name, one.verdict, one.post) for one in judged]


def bring_in(country, keeper, *rows, heads=HEADS, decisions=None):
    """Bring rows in as a person does; return the counts."""
    given, _judged, faults = read(country, *rows, heads=heads)
    assert faults == []
    prepared = prepare_import(country, given, by=keeper)
    if decisions:
        assert decide(prepared, decisions, by=keeper) == []
    return apply_import(prepared, by=keeper)


def people(institution):
    rows = FocalPoint.objects.filter(institution=institution, ended_on=None)
    return {row.post: row.full_name for row in rows}


def test_new_people_of_known_institutions_are_designated(country, keeper, labour):
    counts = bring_in(
        country,
        keeper,
        (
            "Ministry of Labour",
            "Analysis",
            "",
            "Samir Haddad",
            "Head",
            "+999 1",
            "s@l.org",
        ),
        ("министерство  труда", "", "", "Irena Dosh", "Deputy head", "", ""),
    )

    assert counts["new"] == 2
    assert people(labour) == {"focal_point": "Samir Haddad", "deputy": "Irena Dosh"}
    row = FocalPoint.objects.get(full_name="Samir Haddad")
    assert (str(row.unit), row.telephone) == ("Analysis", "+999 1")
    assert row.started_on == timezone.localdate()


def test_an_institution_is_known_by_its_key(country, labour):
    _given, judged, faults = read(
        country, ("labour-ministry", "", "", "Samir Haddad", "", "", "")
    )

    assert faults == []
    assert judged[0].institution == labour.pk


def test_the_heads_of_2005_share_cells(country, labour, border):
    given, _judged, faults = read(
        country,
        (
            "Ministry of Labour, Department of Employment Policy",
            "Samir Haddad\nHead",
            "1 Lamp Street",
            "+999 1 100 / +999 1 101",
            "s@labour.example",
            "www.labour.example",
        ),
        ("Border Service\nSection 4", "Karim Toller, Chief", "", "fax 7", "", ""),
        heads=(
            "Ministry/Department/Institution",
            "Name / Title",
            "Address",
            "Tel/Fax",
            "E-mail",
            "Website",
        ),
    )

    assert faults == []
    first, second = given
    assert (first.institution, first.unit) == (
        "Ministry of Labour",
        "Department of Employment Policy",
    )
    assert (first.name, first.title) == ("Samir Haddad", "Head")
    assert (first.telephone, first.fax) == ("+999 1 100", "+999 1 101")
    assert first.website == "https://www.labour.example"
    assert (second.institution, second.unit) == ("Border Service", "Section 4")
    assert (second.name, second.title) == ("Karim Toller", "Chief")
    assert (second.telephone, second.fax) == ("", "7")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("", "", "", "Ana", "", "", ""), "The institution is missing."),
        (
            ("Ministry of Labour", "", "", "Ana Rivas; Mira Talvik", "", "", ""),
            "This row names two people.",
        ),
        (
            ("Ministry of Labour", "", "", "Ana Rivas and Mira Talvik", "", "", ""),
            "This row names two people.",
        ),
        (
            ("Ministry of Labour", "", "", "Ana", "", "", "a@x.org, b@x.org"),
            "This row has two e-mail addresses.",
        ),
        (
            ("Ministry of Labour", "", "", "Ana", "", "", "ana at x"),
            "“ana at x” is no e-mail address.",
        ),
        (
            ("Ministry of Labour", "", "", "Ana", "", "", "ana-at-x"),
            "“ana-at-x” is no e-mail address.",
        ),
        (
            ("Ministry of Labour", "", "Boss", "Ana", "", "", ""),
            "“Boss” is no post.",
        ),
        (
            ("Ministry of Labour", "", "Deputy", "", "", "", "ana@labour.example"),
            "The name is missing.",
        ),
        (
            ("Ministry of Labour", "", "", "", "Head", "", "ana@labour.example"),
            "The name is missing.",
        ),
        (
            ("Ministry of Labour", "", "", "A" * 201, "", "", ""),
            "The text has 201 characters.",
        ),
    ],
)
def test_faults_say_the_row_and_what_is_wrong(country, labour, row, words):
    _given, _judged, faults = read(country, row)

    assert [(fault.row, fault.message) for fault in faults] == [(2, words)]
    assert faults[0].remedy


def test_two_focal_points_of_one_institution_are_refused(country, labour):
    _given, _judged, faults = read(
        country,
        ("Ministry of Labour", "", "Focal point", "Ana Rivas", "", "", ""),
        ("Ministry of Labour", "", "focal_point", "Mira Talvik", "", "", ""),
    )

    assert [(one.row, one.message) for one in faults] == [
        (
            3,
            "Ministry of Labour has two focal points in this list: Ana Rivas and "
            "Mira Talvik.",
        )
    ]


def test_a_third_person_and_the_same_person_twice_are_refused(country, labour):
    _given, _judged, third = read(
        country,
        *[("Ministry of Labour", "", "", n, "", "", "") for n in ("A", "B", "C")],
    )
    _given, _judged, twice = read(
        country,
        ("Ministry of Labour", "", "", "Ana Rivas", "", "", ""),
        ("Ministry of Labour", "", "", "ana  rivas", "", "", ""),
    )

    assert [one.row for one in third] == [4]
    assert [one.message for one in twice] == ["ana rivas stands in the list twice."]


def test_an_institution_off_the_network_is_refused(country, labour):
    Institution.objects.update(is_active=False)

    _given, _judged, faults = read(
        country, ("Ministry of Labour", "", "", "Ana", "", "", "")
    )

    assert [one.message for one in faults] == [
        "Ministry of Labour was taken off the network."
    ]


def test_somebody_else_in_a_post_is_shown_as_taking_over(country, keeper, labour):
    FocalPointFactory(institution=labour, full_name="Samir Haddad")

    row = ("Ministry of Labour", "", "Focal point", "Ana Rivas", "", "", "")
    _given, judged, _faults = read(country, row)
    assert (judged[0].verdict, judged[0].holder) == ("replaced", "Samir Haddad")

    bring_in(country, keeper, row)
    assert people(labour) == {"focal_point": "Ana Rivas"}
    assert FocalPoint.objects.get(full_name="Samir Haddad").ended_on


def test_the_same_person_spelt_better_is_no_replacement(country, labour):
    FocalPointFactory(
        institution=labour, full_name="Samir Hadad", email="s@labour.example"
    )

    _given, judged, _faults = read(
        country,
        ("Ministry of Labour", "", "", "Samir Haddad", "", "", "s@labour.example"),
    )

    assert judged[0].verdict == "changed"
    assert judged[0].changes["full_name"] == ("Samir Hadad", "Samir Haddad")


def test_a_shared_address_does_not_make_two_people_one(country, labour):
    FocalPointFactory(
        institution=labour, full_name="Samir Haddad", email="data@labour.example"
    )

    _given, judged, _faults = read(
        country,
        ("Ministry of Labour", "", "", "Ana Rivas", "", "", "data@labour.example"),
    )

    assert judged[0].verdict == "replaced"


def test_an_empty_cell_leaves_what_is_there(country, keeper, labour):
    row = FocalPointFactory(institution=labour, telephone="1", title="Head")

    bring_in(
        country,
        keeper,
        ("Ministry of Labour", "", "", row.full_name, "", "+999 2", ""),
    )

    row.refresh_from_db()
    assert (row.telephone, row.title) == ("+999 2", "Head")


def test_people_change_posts_and_the_history_keeps_it(country, keeper, labour):
    one = FocalPointFactory(institution=labour, full_name="One")
    FocalPointFactory(institution=labour, full_name="Two", post="deputy")

    counts = bring_in(
        country,
        keeper,
        ("Ministry of Labour", "", "Deputy", "One", "", "", ""),
        ("Ministry of Labour", "", "Focal point", "Two", "", "", ""),
    )

    assert counts["moved"] == 2
    assert people(labour) == {"focal_point": "Two", "deputy": "One"}
    one.refresh_from_db()
    assert one.ended_on == timezone.localdate()


def test_the_deputy_moves_up_and_somebody_new_follows(country, keeper, labour):
    FocalPointFactory(institution=labour, full_name="Old")
    FocalPointFactory(institution=labour, full_name="Two", post="deputy")

    bring_in(
        country,
        keeper,
        ("Ministry of Labour", "", "Focal point", "Two", "", "", ""),
        ("Ministry of Labour", "", "Deputy", "Three", "", "", ""),
    )

    assert people(labour) == {"focal_point": "Two", "deputy": "Three"}


def test_a_misspelt_institution_is_meant_or_new_but_never_guessed(
    country, keeper, labour
):
    given, _judged, faults = read(
        country, ("Ministry of Labuor", "", "", "Ana Rivas", "", "", "")
    )
    assert faults == []
    assert Known(country).suggest("Ministry of Labuor") == labour
    prepared = prepare_import(country, given, by=keeper)

    with pytest.raises(RecordMoved):
        apply_import(prepared, by=keeper)
    assert FocalPoint.objects.count() == 0

    decide(prepared, {"Ministry of Labuor": Decision(institution=labour.pk)}, by=keeper)
    assert rows_of(prepared)[0].institution == labour.pk
    apply_import(prepared, by=keeper)
    assert people(labour) == {"focal_point": "Ana Rivas"}


def test_a_new_institution_is_added_with_the_kind_that_was_chosen(country, keeper):
    counts = bring_in(
        country,
        keeper,
        ("State Tax Service", "", "", "Ana Rivas", "", "", ""),
        ("state tax service", "", "", "Mira Talvik", "", "", ""),
        decisions={"State Tax Service": Decision(kind="tax")},
    )

    made = Institution.objects.get(country=country)
    assert (made.key, made.kind) == ("state-tax-service", "tax")
    assert counts["institutions"] == 1
    assert people(made) == {"focal_point": "Ana Rivas", "deputy": "Mira Talvik"}


def test_what_is_meant_can_make_faults_which_keep_everything_as_it_was(
    country, keeper, labour
):
    given, _judged, _faults = read(
        country,
        ("Ministry of Labour", "", "Focal point", "Ana Rivas", "", "", ""),
        ("Ministry of Labuor", "", "Focal point", "Mira Talvik", "", "", ""),
    )
    prepared = prepare_import(country, given, by=keeper)

    faults = decide(
        prepared, {"Ministry of Labuor": Decision(institution=labour.pk)}, by=keeper
    )

    assert len(faults) == 1
    prepared.refresh_from_db()
    assert prepared.result == {}


def test_a_file_is_carried_out_once(country, keeper, labour):
    row = ("Ministry of Labour", "", "", "Ana Rivas", "", "", "")
    given, _judged, _faults = read(country, row)
    prepared = prepare_import(country, given, by=keeper)

    first = apply_import(prepared, by=keeper)
    FocalPoint.objects.update(ended_on=timezone.localdate())

    assert apply_import(prepared, by=keeper) == first
    assert FocalPoint.objects.count() == 1


def test_what_has_changed_since_it_was_shown_is_not_written_over(
    country, keeper, labour
):
    row = ("Ministry of Labour", "", "Focal point", "Ana Rivas", "", "", "")
    given, _judged, _faults = read(country, row)
    prepared = prepare_import(country, given, by=keeper)
    FocalPointFactory(institution=labour, full_name="Samir Haddad")

    with pytest.raises(RecordMoved):
        apply_import(prepared, by=keeper)

    assert people(labour) == {"focal_point": "Samir Haddad"}
    prepared.refresh_from_db()
    assert prepared.applied_at is None


def test_only_who_keeps_the_record_brings_in(country, labour):
    with pytest.raises(NotYours):
        prepare_import(country, [], by=make_person(Role.RESPONDENT, country))


def test_a_row_without_a_person_is_about_the_institution(country, keeper, labour):
    bring_in(
        country,
        keeper,
        ("Ministry of Labour", "", "", "", "", "+999 5", "data@labour.example"),
    )

    profile = InstitutionProfile.objects.get(institution=labour)
    assert (profile.telephone, profile.email) == ("+999 5", "data@labour.example")


def test_the_first_address_is_the_institutions(country, keeper, labour):
    heads = ("Institution", "Name", "Address")
    bring_in(
        country,
        keeper,
        ("Ministry of Labour", "One", "1 Lamp Street"),
        ("Ministry of Labour", "Two", "9 Mill Road"),
        heads=heads,
    )

    profile = InstitutionProfile.objects.get(institution=labour)
    own = list(FocalPoint.objects.order_by("pk").values_list("address", flat=True))
    assert (profile.address, own) == ("1 Lamp Street", ["", "9 Mill Road"])


@pytest.mark.parametrize("language", ["en", "ru", "fr", "es", "ar"])
def test_what_was_taken_out_goes_in_again_unchanged(
    country, keeper, labour, border, language
):
    ProfileFactory(institution=labour, address="1 Lamp Street\nFloor 2")
    unit = UnitFactory(institution=labour, name={"en": "Analysis", "ru": "Анализ"})
    FocalPointFactory(
        institution=labour,
        unit=unit,
        full_name="=Samir, +Haddad",
        telephone="+999 1 200",
        languages="Russian, English",
        verified_on=timezone.localdate(),
    )
    FocalPointFactory(institution=labour, post="deputy", website="https://x.example")

    with translation.override(language):
        content = contacts_workbook(country)
        known = Known(country)
        file = SimpleUploadedFile("contacts.xlsx", content)
        _table, given, faults = read_contacts(file, known.is_known, known.suggest)
        judged, more = judge(given, known, {})

    assert [*faults, *more] == []
    assert [one.verdict for one in judged] == ["same"] * 3
    assert Unit.objects.count() == 1
