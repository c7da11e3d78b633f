"""Pages of institutions, focal points and the contact list, as people use them."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from lms.accounts.models import Institution, Membership, Role
from lms.core.pdf import pdf_available
from tests.accounts.factories import CountryFactory, InstitutionFactory, make_person
from tests.toolkit.network.factories import (
    FocalPointFactory,
    ProfileFactory,
    UnitFactory,
)
from toolkit.network.contact_list import lines_of
from toolkit.network.models import ContactImport, FocalPoint, Unit

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
PDF = b"%PDF-1.4 a letter"


@pytest.fixture
def country():
    return CountryFactory(iso2="XA", iso3="XAA", name={"en": "Arvania"})


@pytest.fixture
def body(country):
    made = InstitutionFactory(country=country, name={"en": "Border Service"})
    ProfileFactory(institution=made)
    return made


@pytest.fixture
def keeper(client, country):
    person = make_person(Role.COORDINATOR, country)
    client.force_login(person)
    return person


@pytest.fixture
def focal_point(client, country, body):
    person = make_person()
    Membership.objects.create(
        person=person, role=Role.FOCAL_POINT, country=country, institution=body
    )
    client.force_login(person)
    return person


def url(name, *args):
    return reverse(f"network:{name}", args=["xaa", *args])


def designation(**fields):
    return {
        "post": "focal_point",
        "full_name": "Ana Rivas",
        "email": "ana@border.example",
        "started_on": TODAY().isoformat(),
        "language": "en",
    } | fields


def test_the_network_says_how_complete_it_is(client, country, keeper):
    for number in range(7):
        one = InstitutionFactory(country=country, key=f"core-{number}")
        if number < 6:
            days = 0 if number < 5 else 140
            FocalPointFactory(
                institution=one, verified_on=TODAY() - timedelta(days=days)
            )

    page = client.get(url("network")).text

    assert (
        "6 of 7 core institutions have a designated focal point, "
        "5 verified this quarter." in page
    )
    assert "focal point not designated" in page
    assert "letter missing" in page
    assert "overdue since" in page
    assert "Waiting for a confirmation" in page


def test_an_empty_network_shows_the_way_on(client, country, keeper):
    page = client.get(url("network")).text

    assert "No institution is in the network yet" in page
    assert url("contacts_import") in page


@pytest.mark.parametrize("number", [2, 6])
def test_the_network_takes_as_many_queries_for_many_as_for_few(
    client, country, keeper, number, django_assert_max_num_queries
):
    for place in range(number):
        one = InstitutionFactory(country=country, key=f"one-{place}")
        ProfileFactory(institution=one)
        unit = UnitFactory(institution=one)
        FocalPointFactory(institution=one, unit=unit)

    first = url("institution", Institution.objects.first().pk)
    with django_assert_max_num_queries(9):
        client.get(url("network"))
    with django_assert_max_num_queries(8):
        client.get(url("contacts"))
    with django_assert_max_num_queries(11):
        client.get(first)


def test_an_institution_is_added_in_its_languages(client, country, keeper):
    country.working_languages = ["ru"]
    country.save()
    answer = client.post(
        url("institution_new"),
        {
            "name_en": "State Tax Service",
            "name_ru": "Налоговая служба",
            "kind": "tax",
            "part": "producer",
            "website": "tax.example",
            "seen": 0,
        },
        follow=True,
    )

    made = Institution.objects.get(key="state-tax-service")
    assert made.name.data == {"en": "State Tax Service", "ru": "Налоговая служба"}
    assert made.profile.website == "https://tax.example"
    assert not made.profile.is_core
    assert "State Tax Service is in the network." in answer.text


def test_what_was_typed_is_kept_beside_the_error(client, body, keeper):
    page = client.post(
        url("institution_new"),
        {"name_en": "border service", "kind": "tax", "part": "both"},
    )

    assert page.status_code == 422
    assert "Border Service is in the network already." in page.text
    assert 'value="border service"' in page.text


def test_a_focal_point_keeps_the_own_institution_only(
    client, country, body, focal_point
):
    other = InstitutionFactory(country=country)
    data = {"telephone": "+999 5", "seen": 0, "name_en": "Mine", "kind": "tax"}

    client.post(url("institution_edit", body.pk), data)
    assert (
        client.post(url("unit_new", body.pk), {"name_en": "Patrols"}).status_code == 302
    )
    assert client.post(url("institution_edit", other.pk), data).status_code == 403

    body.refresh_from_db()
    assert (str(body.name), body.kind) == ("Border Service", "border")
    assert body.profile.telephone == "+999 5"
    assert str(Unit.objects.get().name) == "Patrols"


def test_two_edits_of_an_institution_are_both_shown(client, body, keeper):
    data = {"name_en": "Border Service", "kind": "border", "part": "both", "seen": 0}
    client.post(url("institution_edit", body.pk), data | {"telephone": "theirs"})

    page = client.post(url("institution_edit", body.pk), data | {"telephone": "mine"})

    assert page.status_code == 409
    assert "theirs" in page.text
    assert "mine" in page.text
    again = page.context["form"]["seen"].value()
    client.post(
        url("institution_edit", body.pk), data | {"telephone": "mine", "seen": again}
    )
    body.profile.refresh_from_db()
    assert body.profile.telephone == "mine"


def test_both_names_and_kinds_are_shown_in_words(client, body, keeper):
    data = {"name_en": "Border Service", "kind": "border", "part": "both", "seen": 0}
    theirs = {"name_en": "Border Guard", "kind": "interior", "part": "user"}
    client.post(url("institution_edit", body.pk), data | theirs)

    page = client.post(url("institution_edit", body.pk), data)

    rows = [(one["theirs"], one["yours"]) for one in page.context["conflict"]["rows"]]
    assert rows == [
        ("Border Guard", "Border Service"),
        ("Interior", "Border"),
        ("uses data", "produces and uses data"),
    ]


def test_the_same_edit_sent_twice_is_no_conflict(client, body, keeper):
    """As by a double click."""
    data = {"name_en": "Border Guard", "kind": "border", "part": "both", "seen": 0}
    row = FocalPointFactory(institution=body)
    person = designation(telephone="1", seen=0)
    for _click in range(2):
        answer = client.post(url("institution_edit", body.pk), data)
        assert answer.status_code == 302
        answer = client.post(url("focal_point_edit", row.pk), person)
        assert answer.status_code == 302


def test_a_letter_that_nobody_chose_is_no_difference(client, body, keeper):
    row = FocalPointFactory(
        institution=body, letter="designations/1/a.pdf", letter_name="Order.pdf"
    )
    data = designation(seen=0)
    client.post(url("focal_point_edit", row.pk), data | {"telephone": "theirs"})

    page = client.post(url("focal_point_edit", row.pk), data | {"telephone": "mine"})

    assert page.status_code == 409
    assert len(page.context["conflict"]["rows"]) == 1
    assert "designations/1" not in page.text


def test_a_unit_is_renamed_closed_and_stays_in_the_past(client, body, keeper):
    unit = UnitFactory(institution=body, name={"en": "Patrols"})
    row = FocalPointFactory(institution=body, unit=unit)

    client.post(url("unit_edit", body.pk, unit.pk), {"name_en": "Patrol Service"})

    unit.refresh_from_db()
    assert (str(unit.name), unit.is_active) == ("Patrol Service", False)
    assert lines_of(body.country)[0].unit == "Patrol Service"
    assert "Patrol Service" in client.get(url("focal_point_edit", row.pk)).text


def test_a_second_focal_point_is_offered_both_ways(client, body, keeper):
    holder = FocalPointFactory(institution=body, full_name="Karim Toller")

    page = client.post(url("designate", body.pk), designation(title="Chief"))

    assert page.status_code == 409
    assert "Border Service has a focal point: Karim Toller." in page.text
    assert "Replace Karim Toller" in page.text
    assert "Designate as deputy" in page.text
    carried = client.post(
        url("focal_point_replace", holder.pk),
        designation(title="Chief", take_over="1"),
    )
    assert carried.status_code == 200
    assert 'value="Ana Rivas"' in carried.text
    assert "Handover note" in carried.text


def test_the_button_of_the_refusal_designates_as_deputy(client, body, keeper):
    FocalPointFactory(institution=body)

    # The radio button of the form comes first, the button's own value last.
    fields = designation(post=["focal_point", "deputy"])
    client.post(url("designate", body.pk), fields)

    assert FocalPoint.objects.get(post="deputy").full_name == "Ana Rivas"


def test_who_takes_over_is_designated_and_the_history_shows_both(client, body, keeper):
    holder = FocalPointFactory(institution=body, full_name="Karim Toller")
    data = designation(handover_note="Ask the registry.")
    data.pop("post")

    client.post(url("focal_point_replace", holder.pk), data)

    page = client.get(url("institution", body.pk)).text
    assert "Ana Rivas" in page
    assert "Karim Toller" in page
    assert "Ask the registry." in page


def test_a_letter_is_kept_and_read_by_who_reads_the_record(client, body, keeper):
    letter = SimpleUploadedFile("order 12.pdf", PDF)
    client.post(url("designate", body.pk), designation(letter=letter))
    row = FocalPoint.objects.get()

    found = client.get(url("focal_point_letter", row.pk))

    assert found.content == PDF
    assert found["Content-Disposition"] == 'attachment; filename="order 12.pdf"'
    client.force_login(make_person(Role.COORDINATOR, CountryFactory()))
    assert client.get(url("focal_point_letter", row.pk)).status_code == 404


def test_a_wrong_letter_is_refused_and_nobody_designated(client, body, keeper):
    letter = SimpleUploadedFile("letter.exe", b"MZ")

    page = client.post(url("designate", body.pk), designation(letter=letter))

    assert page.status_code == 422
    assert "This is a EXE file." in page.text
    assert 'value="Ana Rivas"' in page.text
    assert not FocalPoint.objects.exists()


def test_one_click_confirms_and_leads_back(client, body, focal_point):
    row = FocalPointFactory(institution=body, person=focal_point)
    assert "These data are right" in client.get(url("network")).text

    answer = client.post(
        url("focal_point_verify", row.pk), {"next": url("network")}, follow=True
    )

    row.refresh_from_db()
    assert (row.verified_on, row.verified_by) == (TODAY(), focal_point)
    assert answer.redirect_chain == [(url("network"), 302)]


def test_confirming_never_leads_elsewhere(client, body, focal_point):
    row = FocalPointFactory(institution=body)

    answer = client.post(
        url("focal_point_verify", row.pk), {"next": "https://elsewhere.example/"}
    )

    assert answer["Location"] == url("institution", body.pk)


def test_ending_asks_for_the_last_day_and_the_note(client, body, keeper):
    row = FocalPointFactory(institution=body)
    tomorrow = TODAY() + timedelta(days=1)

    late = client.post(
        url("focal_point_end", row.pk), {"ended_on": tomorrow.isoformat()}
    )
    assert late.status_code == 422
    client.post(
        url("focal_point_end", row.pk),
        {"ended_on": TODAY().isoformat(), "handover_note": "Folder 7."},
    )

    row.refresh_from_db()
    assert (row.ended_on, row.handover_note) == (TODAY(), "Folder 7.")


def test_the_list_of_a_past_day_names_who_it_was_then(client, body, keeper):
    begun, changed = TODAY() - timedelta(days=400), TODAY() - timedelta(days=100)
    FocalPointFactory(
        institution=body, full_name="Before", started_on=begun, ended_on=changed
    )
    FocalPointFactory(
        institution=body,
        full_name="After",
        started_on=changed,
        verified_on=TODAY(),
    )

    def names(day):
        page = client.get(url("contacts"), {"on": day.isoformat()})
        return [line.row.full_name for line in page.context["lines"]]

    assert names(changed - timedelta(days=1)) == ["Before"]
    assert names(changed) == ["After"]
    assert names(begun - timedelta(days=1)) == []
    past = lines_of(body.country, on=changed)
    assert past[0].verified_on is None


@pytest.mark.parametrize("day", ["2999-01-01", "soon"])
@pytest.mark.parametrize("name", ["contacts", "contacts_xlsx", "contacts_pdf"])
def test_a_day_that_cannot_be_is_refused_with_words(client, body, keeper, name, day):
    page = client.get(url(name), {"on": day})

    assert page.status_code == 422
    assert "There is a problem" in page.text


def test_the_workbook_has_the_columns_of_annex_4_and_more(client, body, keeper):
    FocalPointFactory(institution=body, full_name="Karim Toller")

    book = load_workbook(BytesIO(client.get(url("contacts_xlsx")).content))

    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0] == (
        "Institution",
        "Unit",
        "Post",
        "Name",
        "Title",
        "Address",
        "Telephone",
        "Fax",
        "E-mail address",
        "Website",
        "Languages",
        "Verified on",
    )
    assert rows[1][:4] == ("Border Service", None, "Focal point", "Karim Toller")
    # A telephone number is shown as one, not as escaped text.
    assert rows[1][6] == "+999 1 200"


@pytest.mark.skipif(not pdf_available(), reason="needs Pango")
def test_the_pdf_is_one(client, body, keeper):
    FocalPointFactory(institution=body)

    found = client.get(url("contacts_pdf"))

    assert found.content.startswith(b"%PDF-")
    assert f"xaa-contact-list-{TODAY().isoformat()}.pdf" in found["Content-Disposition"]


def csv(text):
    return SimpleUploadedFile("list.csv", text.encode())


def test_a_file_with_faults_is_refused_whole_with_every_fault(client, body, keeper):
    page = client.post(
        url("contacts_import"),
        {
            "file": csv(
                "Institution;Name;E-mail\nBorder Servise;Ana Rivas;x\n"
                "Border Service;A;b@c.org;\n"
            )
        },
    )

    assert page.status_code == 422
    assert "The file has 2 faults. Nothing was saved." in page.text
    assert "There is no institution “Border Servise”." in page.text
    assert "Did you mean Border Service? Then write that." in page.text
    assert not ContactImport.objects.exists()


def test_a_list_is_looked_at_decided_on_and_brought_in(client, body, keeper):
    answer = client.post(
        url("contacts_import"),
        {
            "file": csv(
                "Institution;Name\nBorder Servise;Ana Rivas\nTax Service;Bo Keller\n"
            )
        },
        follow=True,
    )
    prepared = ContactImport.objects.get()
    check = url("contacts_import_check", prepared.pk)
    assert "Did you mean Border Service?" in answer.text
    assert 'value="write"' not in answer.text

    unanswered = client.post(check, {"do": "decide", "what_0": str(body.pk)})
    assert unanswered.status_code == 422
    without_kind = client.post(
        check, {"do": "decide", "what_0": str(body.pk), "what_1": "new"}
    )
    assert "Choose what “Tax Service” answers for." in without_kind.text
    decided = client.post(
        check,
        {"do": "decide", "what_0": str(body.pk), "what_1": "new", "kind_1": "tax"},
        follow=True,
    )
    assert 'value="write"' in decided.text
    assert FocalPoint.objects.count() == 0

    for _click in range(2):
        done = client.post(check, {"do": "write"}, follow=True)
        assert "2 rows of the file are in the network." in done.text
    assert FocalPoint.objects.count() == 2
    assert Institution.objects.get(key="tax-service").kind == "tax"


def test_a_choice_that_was_not_offered_is_refused(client, body, keeper):
    other = InstitutionFactory()
    client.post(
        url("contacts_import"), {"file": csv("Institution;Name\nBorder Servise;Ana\n")}
    )
    prepared = ContactImport.objects.get()

    page = client.post(
        url("contacts_import_check", prepared.pk),
        {"do": "decide", "what_0": str(other.pk)},
    )

    assert page.status_code == 422


def test_columns_that_are_not_read_are_told(client, body, keeper):
    file = csv("Institution;Nme\nBorder Service;Ana Rivas\n")

    page = client.post(url("contacts_import"), {"file": file}, follow=True)

    assert "This column is not known and is not read: Nme" in page.text


def test_letters_that_are_not_utf8_are_named(client, body, keeper):
    words = "Institution;Name\nBorder Service;Jürgen\n".encode("cp1252")

    page = client.post(
        url("contacts_import"), {"file": SimpleUploadedFile("list.csv", words)}
    )

    assert page.status_code == 422
    assert "not written in UTF-8" in page.text


def test_something_else_than_a_table_is_refused(client, body, keeper):
    for file in (
        csv(""),
        SimpleUploadedFile("list.xlsx", b"nothing"),
        csv("A;B\n1;2\n"),
    ):
        page = client.post(url("contacts_import"), {"file": file})
        assert page.status_code == 422
        assert "There is a problem" in page.text


def test_the_record_of_another_country_is_not_found(client, body):
    client.force_login(make_person(Role.COORDINATOR, CountryFactory()))

    assert client.get(url("network")).status_code == 404
    assert client.get(url("institution", body.pk)).status_code == 404


def test_an_institution_of_another_country_is_not_found_here(client, keeper):
    other = InstitutionFactory()

    assert client.get(url("institution", other.pk)).status_code == 404
    assert client.post(url("designate", other.pk), designation()).status_code == 404
