"""The report as PDF: what is in it, in which language, made once."""

import io

import pypdf
import pytest
from django.urls import reverse
from django.utils import translation

from assessments.maturity import documents
from lms.accounts.models import Role
from lms.core.pdf import pdf_available
from lms.core.private_files import private_storage
from tests.accounts.factories import CountryFactory, MembershipFactory
from tests.assessments.maturity.factories import RespondentFactory
from tests.assessments.maturity.result_rounds import make_round

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(not pdf_available(), reason="Pango is missing here"),
]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    private = settings.STORAGES["private"] | {"OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"private": private}


@pytest.fixture
def round():
    return make_round(CountryFactory(name={"en": "Arvania"}), levels={"A1": 1})


@pytest.fixture
def coordinator(client, round):
    person = MembershipFactory(role=Role.COORDINATOR, country=round.country).person
    client.force_login(person)
    return person


def fetched(client, round, language="en"):
    with translation.override(language):
        url = reverse("maturity:report_pdf", args=[round.pk])
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return response.content


def read(content):
    document = pypdf.PdfReader(io.BytesIO(content))
    return document, "\n".join(page.extract_text() for page in document.pages)


def test_it_has_every_part_and_is_tagged(client, round, coordinator):
    document, text = read(fetched(client, round))

    for words in (
        "National result 2027",
        "Summary",
        "Decisions asked for",
        "Seen at the meeting: A1.",
        "Decision on B2",
        "We see less of it.",
        "Method",
        "Approval",
    ):
        assert words in text
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert document.metadata.title == "National result 2027: Arvania"


def test_a_draft_says_so(client):
    round = make_round(state="submitted")
    client.force_login(
        MembershipFactory(role=Role.COORDINATOR, country=round.country).person
    )

    _document, text = read(fetched(client, round))

    assert "Draft: this result is not validated yet." in text
    assert not private_storage().exists(f"reports/{round.pk}")


def test_it_is_made_once_for_all_who_read_the_same(
    client, round, coordinator, monkeypatch
):
    first = fetched(client, round)
    monkeypatch.setattr(documents, "render_pdf", None)

    assert fetched(client, round) == first


def test_who_may_read_less_gets_another_report(client, round, coordinator):
    fetched(client, round)
    client.force_login(RespondentFactory(institution=round.institutions.last()).person)

    _document, text = read(fetched(client, round))

    assert "Decision on B2" in text
    assert "· Body 0" not in text


def test_it_is_in_the_language_of_the_address(client, round, coordinator):
    document, _text = read(fetched(client, round, "ar"))

    assert document.trailer["/Root"]["/Lang"] == "ar"
