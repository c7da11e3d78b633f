"""The addresses that stand in credentials: what machines of strangers get."""

import json

import pytest

from lms.learning.certificates import revoke_certificate
from lms.learning.codes import make_code
from lms.learning.credentials.documents import achievement_name, issuer_did
from lms.learning.models import Credential, SigningKey
from tests.accounts.factories import UserFactory
from tests.learning.factories import CertificateFactory, content_of
from tests.learning.verifiers import proof_holds, schema_faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    """A certificate that nobody has looked at yet."""
    return CertificateFactory()


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("credential.json", "application/json; charset=utf-8"),
        ("credential.jwt", "text/plain; charset=utf-8"),
        ("badge.svg", "image/svg+xml"),
        ("badge.png", "image/png"),
    ],
)
def test_files_of_a_certificate_are_open_to_other_sites(
    client, certificate, file, kind
):
    answer = client.get(f"/verify/{certificate.code}/{file}")

    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Cache-Control"] == "public, max-age=300"
    assert "sessionid" not in answer.cookies


def test_credential_is_made_at_the_first_request_and_stays(client, certificate):
    address = f"/verify/{certificate.code}/credential.json"

    first, again = client.get(address).content, client.get(address).content

    assert first == again
    assert proof_holds(json.loads(first))
    assert Credential.objects.get().certificate == certificate


def test_credential_later_takes_two_queries(
    client, certificate, django_assert_num_queries
):
    address = f"/verify/{certificate.code}/credential.json"
    client.get(address)

    with django_assert_num_queries(2):
        client.get(address)


def test_code_in_any_spelling_leads_to_the_credential(client, certificate):
    sloppy = certificate.code.replace("-", "").lower()

    assert client.get(f"/verify/{sloppy}/credential.json").status_code == 200


@pytest.mark.parametrize("code", ["7KQ2", "7KQ2-M4XD-91TD", "nonsense"])
def test_unknown_code_is_a_problem_for_machines_and_no_redirect(client, code):
    answer = client.get(f"/verify/{code}/credential.json")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["title"] == "There is no certificate with this code."


def test_withdrawn_certificate_keeps_the_credential_it_had(client, certificate):
    address = f"/verify/{certificate.code}/credential.json"
    before = client.get(address).content
    revoke_certificate(certificate, reason="Not own work.", by=UserFactory())

    assert client.get(address).content == before


def test_withdrawn_certificate_gets_no_credential_any_more(client, certificate):
    revoke_certificate(certificate, reason="Not own work.", by=UserFactory())

    answer = client.get(f"/verify/{certificate.code}/credential.json")
    page = client.get(f"/verify/{certificate.code}/").content.decode()

    assert answer.status_code == 404
    assert "credential.json" not in page


def test_credential_that_was_given_up_with_the_account_is_gone(client, certificate):
    address = f"/verify/{certificate.code}/credential.json"
    client.get(address)
    revoke_certificate(certificate, reason="Account closed.", by=UserFactory())
    Credential.objects.update(document="", token="")

    page = client.get(f"/verify/{certificate.code}/").content.decode()

    assert client.get(address).status_code == 404
    assert (
        client.get(address.replace("credential.json", "badge.png")).status_code == 404
    )
    assert "credential.json" not in page


def test_other_methods_are_refused(client, certificate):
    address = f"/verify/{certificate.code}/credential.json"

    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def test_guessing_codes_here_is_limited_as_on_the_page(client):
    for _ in range(51):
        client.get(f"/verify/{make_code()}/credential.json")

    answer = client.get("/verify/issuer.json")

    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 601
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_issuer_profile_and_keys_belong_together(client):
    profile = client.get("/verify/issuer.json").json()
    did = client.get("/verify/did.json").json()

    assert schema_faults(profile, "profile") == []
    assert profile["id"] == did["id"] == issuer_did()
    (method,) = did["verificationMethod"]
    assert method["id"] == did["assertionMethod"][0]
    assert method["publicKeyMultibase"] == SigningKey.objects.get().public


def test_status_list_comes_with_a_proof_or_as_a_token(client):
    document = client.get("/verify/status/1")
    token = client.get("/verify/status/1", HTTP_ACCEPT="application/vc+jwt")

    assert proof_holds(document.json())
    assert token["Content-Type"] == "application/vc+jwt; charset=utf-8"
    assert token.content.count(b".") == 2
    assert "Accept" in document["Vary"]


@pytest.mark.parametrize("number", ["0", "2", "9" * 30])
def test_status_list_that_was_never_begun_is_not_found(client, number):
    assert client.get(f"/verify/status/{number}").status_code == 404


def test_achievement_is_resolved_and_names_nobody(client, certificate):
    address = f"/verify/achievements/{achievement_name(certificate.content)}.json"

    answer = client.get(address)

    assert answer.json()["name"] == "Module 01: Introduction to the mechanism"
    assert "Talvik" not in answer.content.decode()


@pytest.mark.parametrize("form", ["svg", "png"])
def test_picture_of_an_achievement_has_no_credential_inside(client, certificate, form):
    name = achievement_name(certificate.content)

    answer = client.get(f"/verify/achievements/{name}.{form}")

    assert answer.status_code == 200
    assert b"credential" not in answer.content


@pytest.mark.parametrize(
    "name", ["module-02-achievement-en", "module-01-participation-en", "x", "path--"]
)
def test_achievement_of_nobody_is_not_found(client, certificate, name):
    assert client.get(f"/verify/achievements/{name}.json").status_code == 404


def test_address_in_the_credential_leads_to_its_achievement(client):
    role = content_of(scope="path", module_key="focal_point", modules=[], language="ar")
    certificate = CertificateFactory(key="focal_point", content=role)
    document = client.get(f"/verify/{certificate.code}/credential.json").json()
    achievement = document["credentialSubject"]["achievement"]

    path = achievement["id"].partition("/verify/")[2]

    assert client.get(f"/verify/{path}").json()["name"] == achievement["name"]


def test_lost_secret_is_said_and_nothing_breaks(client, certificate, settings):
    settings.SECRET_KEY = "another"

    answer = client.get(f"/verify/{certificate.code}/credential.json")

    assert answer.status_code == 503
    assert client.get(f"/verify/{certificate.code}/").status_code == 200


def test_page_leads_to_the_files(client, certificate):
    page = client.get(f"/verify/{certificate.code}/").content.decode()

    for file in ("credential.json", "credential.jwt", "badge.svg", "badge.png"):
        assert f'href="/verify/{certificate.code}/{file}"' in page
