"""Withdrawing certificates: only in own countries, with a reason, in the log."""

import pytest
from django.urls import reverse

from lms.accounts.models import AuditEntry
from lms.learning.models import Certificate
from tests.accounts.factories import CountryFactory, make_person
from tests.learning.factories import CertificateFactory, content_of

pytestmark = pytest.mark.django_db
LIST = "/en/country/certificates/"


@pytest.fixture
def here():
    """The administrator's country."""
    return CountryFactory(name={"en": "Arvania"})


@pytest.fixture
def administrator(client, here):
    """The browser of the country's administrator."""
    client.force_login(make_person("country_administrator", here))
    return client


def withdraw(certificate):
    return reverse("learning:withdraw_certificate", args=[certificate.code])


def words(page):
    return " ".join(page.content.decode().split())


def test_list_shows_own_country_only(administrator, here):
    mine = CertificateFactory(country=here)
    other = CertificateFactory()

    page = words(administrator.get(LIST))

    assert mine.code in page
    assert other.code not in page


def test_list_finds_a_name(administrator, here):
    mira = CertificateFactory(country=here)
    daro = CertificateFactory(country=here, content=content_of(name="Daro Lenko"))

    page = words(administrator.get(LIST, {"q": "lenko"}))

    assert daro.code in page
    assert mira.code not in page


def test_list_without_hits_offers_all(administrator, here):
    CertificateFactory(country=here)

    page = words(administrator.get(LIST, {"q": "nobody"}))

    assert "No certificate has this name or code" in page


def test_list_keeps_the_search_across_pages(administrator, here):
    for _ in range(51):
        CertificateFactory(country=here, content=content_of(name='A&B "x"'))

    page = words(administrator.get(LIST, {"q": "A&B"}))

    assert 'href="?q=A%26B&amp;page=2"' in page


@pytest.mark.parametrize("role", ["learner", "trainer", "coordinator"])
def test_list_is_for_administrators(client, here, role):
    client.force_login(make_person(role, here))

    assert client.get(LIST).status_code == 403


def test_withdraw_asks_first(administrator, here):
    certificate = CertificateFactory(country=here)

    page = words(administrator.get(withdraw(certificate)))

    assert "Withdraw this certificate?" in page
    assert "Мира Талвик" in page
    assert Certificate.objects.get().status == "issued"


def test_withdraw_with_a_reason_is_done_and_logged(administrator, here):
    certificate = CertificateFactory(country=here)

    page = administrator.post(
        withdraw(certificate), {"reason": "Not own work."}, follow=True
    )

    certificate.refresh_from_db()
    assert f"Certificate {certificate.code} is withdrawn." in words(page)
    assert (certificate.status, certificate.status_reason) == (
        "revoked",
        "Not own work.",
    )
    entry = AuditEntry.objects.get(verb="certificate_revoked")
    assert (entry.country, entry.subject_name) == (here, certificate.code)


def test_withdraw_without_a_reason_says_so(administrator, here):
    certificate = CertificateFactory(country=here)

    page = administrator.post(withdraw(certificate), {"reason": " "})

    assert "Write the reason." in words(page)
    assert Certificate.objects.get().status == "issued"


def test_withdraw_twice_says_that_it_is_done(administrator, here):
    certificate = CertificateFactory(country=here)
    administrator.post(withdraw(certificate), {"reason": "First."})

    page = administrator.post(withdraw(certificate), {"reason": "Second."}, follow=True)

    assert "This certificate is no longer valid." in words(page)
    assert Certificate.objects.get().status_reason == "First."


def test_withdraw_in_another_country_is_not_found(administrator):
    certificate = CertificateFactory()

    assert administrator.get(withdraw(certificate)).status_code == 404
    assert administrator.post(withdraw(certificate), {"reason": "X"}).status_code == 404


def test_a_regional_administrator_reaches_own_region_only(client, here):
    far = CountryFactory(region__key="far")
    mine, other = CertificateFactory(country=here), CertificateFactory(country=far)
    person = make_person()
    person.memberships.create(role="system_administrator", region=here.region)
    client.force_login(person)

    page = words(client.get(LIST))

    assert mine.code in page
    assert other.code not in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_for_any_number(
    administrator, here, count, django_assert_num_queries
):
    CertificateFactory.create_batch(count, country=here)
    administrator.get(LIST)

    with django_assert_num_queries(5):
        administrator.get(LIST)
