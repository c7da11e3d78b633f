"""Credentials: what they say, and that strangers' programs find them genuine."""

import copy
import json
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from openbadgeslib.ob3 import OB3VerificationError

from lms.learning.certificates import replace_certificate, revoke_certificate
from lms.learning.credentials import issuing
from lms.learning.credentials.documents import (
    StatusPlace,
    achievement_document,
    issuer_did,
    profile_document,
)
from lms.learning.credentials.issuing import NoCredential, credential_of
from lms.learning.credentials.keys import rotate_key
from lms.learning.models import Certificate, Credential
from tests.accounts.factories import UserFactory
from tests.learning.factories import CertificateFactory, content_of
from tests.learning.verifiers import (
    proof_holds,
    schema_faults,
    verify_token_with_openbadgeslib,
    verify_with_openbadgeslib,
)

pytestmark = pytest.mark.django_db
ISSUED = datetime(2026, 9, 2, 12, tzinfo=UTC)
PATH = {
    "scope": "path",
    "module_key": "statistician",
    "module_title": "Statistician",
    "objectives": [],
    "modules": [
        {"key": "01", "title": "Introduction", "completed_on": "2026-08-30"},
        {"key": "02", "title": "Sources", "completed_on": "2026-09-02"},
    ],
    "points": None,
    "possible": None,
    "pass_mark": None,
    "minutes": 150,
}
TAKEN_PART = {
    "kind": "participation",
    "points": None,
    "possible": None,
    "pass_mark": None,
}
CONTENTS = {
    "module": {},
    "path": PATH,
    "participation": TAKEN_PART,
    "participation in a path": PATH | TAKEN_PART,
    "in Arabic": {"language": "ar", "name": "محمد الأنصاري", "country": "أرفانيا"},
    "with a trainer": {"trainer": "Ana Rivas"},
    "without a country": {"country": "", "country_code": ""},
    "signs of other formats": {"name": 'A ]]> "B" <c> & \\ \u2028', "name_latin": ""},
}


@pytest.fixture(autouse=True)
def _public_address(settings):
    settings.BASE_URL = "https://streetlight.example"


def certificate_of(**content) -> Certificate:
    """Return a certificate issued in the past, as verifiers want it."""
    content = content_of(issued_on="2026-09-02") | content
    return CertificateFactory(
        issued_at=ISSUED,
        kind=content["kind"],
        key=content["module_key"],
        content=content,
    )


def signed(**content) -> dict:
    return json.loads(credential_of(certificate_of(**content)).document)


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS.keys())
def test_credential_is_valid_against_the_official_schema(content):
    assert schema_faults(signed(**content)) == []


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS.keys())
def test_proof_holds_for_another_canonicaliser_and_another_signature_library(content):
    assert proof_holds(signed(**content))


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS.keys())
def test_both_forms_are_verified_by_another_library_and_the_status_with_them(content):
    kept = credential_of(certificate_of(**content))

    by_proof = verify_with_openbadgeslib(kept.document, status=True)
    by_token = verify_token_with_openbadgeslib(kept.token, issuer_did(), status=True)

    assert by_proof.id == by_token.id == json.loads(kept.document)["id"]


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one["credentialSubject"]["result"][0].update(value="10"),
        lambda one: one["credentialSubject"]["identifier"][0].update(
            identityHash="Daro Lenko"
        ),
        lambda one: one["credentialSubject"]["achievement"].update(name="Module 16"),
        lambda one: one.update(validFrom="2026-01-01T00:00:00Z"),
        lambda one: one["credentialStatus"].update(statusListIndex="5"),
        lambda one: one["proof"][0].update(created="2026-01-01T00:00:00Z"),
    ],
)
def test_whatever_is_changed_breaks_the_proof(change):
    document = signed()
    changed = copy.deepcopy(document)
    change(changed)

    assert changed != document
    assert not proof_holds(changed)
    with pytest.raises(OB3VerificationError):
        verify_with_openbadgeslib(json.dumps(changed))


def test_credential_says_what_the_certificate_says():
    certificate = certificate_of()
    document = json.loads(credential_of(certificate).document)
    subject = document["credentialSubject"]
    page = f"https://streetlight.example/verify/{certificate.code}/"

    assert document["id"] == f"{page}credential.json"
    assert document["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert document["name"] == "Module 01: Introduction to the mechanism"
    assert document["validFrom"] == document["awardedDate"] == "2026-09-02T12:00:00Z"
    assert document["issuer"] == {
        "id": "did:web:streetlight.example:verify",
        "type": ["Profile"],
        "name": "Streetlight",
        "url": "https://streetlight.example/",
    }
    assert [one["identityHash"] for one in subject["identifier"]] == [
        "Мира Талвик",
        "Mira Talvik",
    ]
    assert subject["achievement"]["criteria"] == {
        "narrative": "Finished the lessons of the module and passed its check with at "
        "least 7 of 10 points."
    }
    (described,) = subject["achievement"]["resultDescription"]
    (result,) = subject["result"]
    assert result["resultDescription"] == described["id"]
    assert (result["value"], described["requiredValue"], described["valueMax"]) == (
        "9",
        "7",
        "10",
    )
    assert document["evidence"][0]["id"] == page


def test_credential_names_nobody_otherwise():
    certificate = certificate_of()
    kept = credential_of(certificate)

    assert certificate.person.email not in kept.document
    assert "@" not in kept.document.replace('"@context"', "")


def test_two_credentials_of_one_person_share_no_identifier_of_the_person():
    person = UserFactory()
    ids = {
        json.loads(credential_of(one).document)["credentialSubject"]["id"]
        for one in CertificateFactory.create_batch(2, person=person)
    }

    assert len(ids) == 2


def test_texts_are_in_the_language_of_the_certificate():
    document = signed(language="ru", country="Арвания")

    assert "2 сентября 2026" in document["description"]
    assert document["credentialSubject"]["achievement"]["inLanguage"] == "ru"


def test_credential_is_signed_once_and_kept_as_signed(time_machine):
    time_machine.move_to("2026-11-20 10:00Z")
    certificate = certificate_of()
    first = credential_of(certificate)
    time_machine.move_to("2026-11-21 10:00Z")

    again = credential_of(Certificate.objects.get(pk=certificate.pk))

    assert (again.pk, again.document, again.token) == (
        first.pk,
        first.document,
        first.token,
    )
    assert json.loads(again.document)["proof"][0]["created"] == "2026-11-20T10:00:00Z"


def test_credential_that_another_process_signed_meanwhile_is_kept(monkeypatch):
    certificate = certificate_of()
    first = credential_of(certificate)
    answers, kept = [None], issuing._kept  # at first it sees nothing
    monkeypatch.setattr(
        issuing, "_kept", lambda one: answers.pop() if answers else kept(one)
    )

    assert credential_of(certificate) == first
    assert answers == []


def test_the_database_refuses_the_same_place_twice():
    first = credential_of(certificate_of())
    place = StatusPlace(first.status_list, first.status_index)

    with pytest.raises(IntegrityError), transaction.atomic():
        Credential.objects.create(
            certificate=certificate_of(),
            key=first.key,
            status_list=place.number,
            status_index=place.index,
            document="{}",
            token="",
        )


def test_place_that_somebody_took_first_is_left_to_them(monkeypatch):
    taken = credential_of(certificate_of())
    places = [
        StatusPlace(taken.status_list, taken.status_index),
        StatusPlace(1, (taken.status_index + 1) % 100),
    ]
    monkeypatch.setattr(issuing, "free_place", lambda: places.pop(0))

    other = credential_of(certificate_of())

    assert other.status_index == (taken.status_index + 1) % 100


def test_withdrawn_certificate_is_told_by_its_status():
    certificate = certificate_of()
    kept = credential_of(certificate)
    revoke_certificate(certificate, reason="Sat by somebody else.", by=UserFactory())

    with pytest.raises(OB3VerificationError, match="revocation"):
        verify_with_openbadgeslib(kept.document, status=True)
    with pytest.raises(OB3VerificationError, match="revocation"):
        verify_token_with_openbadgeslib(kept.token, issuer_did(), status=True)
    assert proof_holds(json.loads(kept.document))


def test_replaced_certificate_is_told_by_its_status_and_the_new_one_holds():
    certificate = certificate_of()
    kept = credential_of(certificate)
    certificate.person.full_name = "Мира Орлова"
    certificate.person.save()

    new = credential_of(replace_certificate(certificate, by=certificate.person))

    with pytest.raises(OB3VerificationError, match="revocation"):
        verify_with_openbadgeslib(kept.document, status=True)
    assert verify_with_openbadgeslib(new.document, status=True)


def test_certificate_that_no_longer_holds_is_not_signed_any_more():
    certificate = certificate_of()
    revoke_certificate(certificate, reason="Not own work.", by=UserFactory())

    with pytest.raises(NoCredential):
        credential_of(Certificate.objects.get(pk=certificate.pk))


def test_credentials_of_an_older_key_verify_after_the_change():
    old = credential_of(certificate_of())
    rotate_key()
    new = credential_of(certificate_of())

    assert old.key != new.key
    for kept in (old, new):
        assert verify_with_openbadgeslib(kept.document, status=True)
        assert verify_token_with_openbadgeslib(kept.token, issuer_did(), status=True)


def test_issuer_is_valid_against_the_official_schema():
    assert schema_faults(profile_document(), "profile") == []


def test_achievement_names_no_person():
    text = json.dumps(achievement_document(content_of()), ensure_ascii=False)

    assert "Talvik" not in text
    assert "Талвик" not in text
