"""Issued once, kept as issued, withdrawn or replaced in the open."""

import hashlib
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import override

from lms.accounts.models import AuditEntry
from lms.core import private_files
from lms.core.pdf import PdfFailed, pdf_available
from lms.learning import certificates, contents
from lms.learning.certificates import (
    CertificateError,
    PdfLost,
    ensure_pdf,
    issue_certificate,
    issue_participation,
    issue_path_certificate,
    read_pdf,
    replace_certificate,
    revoke_certificate,
    scores,
)
from lms.learning.codes import read_code
from lms.learning.contents import path_translation_key, trainer_of
from lms.learning.models import Certificate
from modules.choices import Role
from tests.accounts.factories import CountryFactory, MembershipFactory, UserFactory
from tests.learning.factories import (
    AT,
    AssignmentFactory,
    CertificateFactory,
    CohortFactory,
    CohortMemberFactory,
    CompletionFactory,
    content_of,
    make_module,
    outline_of,
)
from tests.learning.test_services import hand_in

pytestmark = pytest.mark.django_db
needs_pango = pytest.mark.skipif(not pdf_available(), reason="Pango is missing here")


def test_issue_certificate_freezes_what_it_certifies(mira):
    country = CountryFactory(iso2="XA", name={"en": "Arvania", "ru": "Арвания"})
    MembershipFactory(person=mira, country=country)
    attempt = hand_in(mira, "01-check", points="8.50", tell=False)

    certificate = issue_certificate(mira, outline_of(), attempt=attempt, at=AT)

    assert certificate.content == {
        "kind": "achievement",
        "scope": "module",
        "name": "Мира Талвик",
        "name_latin": "Mira Talvik",
        "module_key": "01",
        "module_title": "Title of 01",
        "objectives": ["Explain it in three sentences.", "Count the channels."],
        "modules": [],
        "points": "8.5",
        "possible": "10",
        "pass_mark": "7",
        "minutes": 45,
        "issuer": "Streetlight",
        "country": "Arvania",
        "country_code": "XA",
        "language": "en",
        "trainer": "",
        "issued_on": "2027-09-02",
    }
    assert certificate.country == country
    assert read_code(certificate.code).problem is None


def test_issue_certificate_twice_is_one_certificate(mira):
    attempt = hand_in(mira, "01-check", tell=False)
    first = issue_certificate(mira, outline_of(), attempt=attempt, at=AT)

    assert issue_certificate(mira, outline_of(), attempt=attempt) == first
    assert Certificate.objects.count() == 1


def test_issue_certificate_dates_it_where_the_person_is(mira):
    mira.time_zone = "Pacific/Auckland"

    certificate = issue_certificate(mira, outline_of(), at=AT)

    assert certificate.content["issued_on"] == "2027-09-03"


def test_issue_certificate_is_in_the_language_that_the_module_has(mira):
    outline = make_module("01")
    attempt = hand_in(mira, "01-check", tell=False)
    attempt.language = "ru"

    certificate = issue_certificate(mira, outline, attempt=attempt, at=AT)

    assert certificate.content["language"] == "en"


def path_of(role="statistician", keys=("01", "02")):
    """Return a learning path of modules in memory."""
    outlines = tuple(outline_of(key=key) for key in keys)
    return SimpleNamespace(key=role, modules=outlines)


def test_issue_path_certificate_names_the_role_and_its_modules(mira):
    path = path_of()
    CompletionFactory(
        person=mira,
        kind="module",
        key="01",
        translation_key=path.modules[0].translation_key,
        at=AT,
    )
    mira.language = "ru"

    with override("ru"):
        certificate = issue_path_certificate(mira, path, at=AT)

    content = certificate.content
    assert (certificate.kind, certificate.key) == ("achievement", "statistician")
    assert certificate.translation_key == path_translation_key("statistician")
    assert (content["scope"], content["language"]) == ("path", "ru")
    with override("ru"):
        assert content["module_title"] == str(Role.STATISTICIAN.label)
    assert content["minutes"] == 90
    assert content["modules"] == [
        {"key": "01", "title": "Title of 01", "completed_on": "2027-09-02"},
        {"key": "02", "title": "Title of 02", "completed_on": ""},
    ]


def test_issue_path_certificate_twice_is_one_certificate(mira):
    first = issue_path_certificate(mira, path_of(), at=AT)

    assert issue_path_certificate(mira, path_of()) == first
    assert Certificate.objects.count() == 1


def test_issue_participation_says_who_taught_and_for_how_long(mira):
    trainer = UserFactory()

    certificate = issue_participation(
        mira, outline_of(), by=trainer, trainer="Ana Rivas", minutes=180, at=AT
    )

    content = certificate.content
    assert (certificate.kind, content["kind"]) == ("participation", "participation")
    assert (content["trainer"], content["minutes"]) == ("Ana Rivas", 180)
    assert content["points"] is None
    entry = AuditEntry.objects.get(verb="certificate_issued")
    assert (entry.actor, entry.subject_name) == (trainer, certificate.code)


def test_issue_participation_twice_is_one_certificate_and_one_entry(mira):
    trainer = UserFactory()
    first = issue_participation(mira, outline_of(), by=trainer)

    assert issue_participation(mira, outline_of(), by=trainer) == first
    assert AuditEntry.objects.filter(verb="certificate_issued").count() == 1


def test_participation_and_achievement_stand_beside_each_other(mira):
    took_part = issue_participation(mira, outline_of(), by=UserFactory())
    passed = issue_certificate(
        mira, outline_of(), attempt=hand_in(mira, "01-check", tell=False)
    )

    assert took_part != passed
    assert certificates.current(mira, outline_of()) == passed


@pytest.mark.parametrize(
    ("assigned", "trainer"),
    [
        ({"module_key": "01"}, "Ana Rivas, Omar Said"),
        ({"module_key": "02"}, ""),
        ({"path_role": "statistician"}, ""),
    ],
)
def test_certificate_names_the_trainers_who_assigned_the_module(
    mira, assigned, trainer
):
    cohort = CohortFactory()
    cohort.trainers.set(
        [UserFactory(full_name="Omar Said"), UserFactory(full_name="Ana Rivas")]
    )
    CohortMemberFactory(cohort=cohort, person=mira)
    AssignmentFactory(cohort=cohort, **{"module_key": "", "path_role": ""} | assigned)

    certificate = issue_certificate(mira, outline_of(), at=AT)

    assert certificate.content["trainer"] == trainer


def test_certificate_names_the_trainer_who_assigned_a_path_with_the_module(
    mira, monkeypatch
):
    path = SimpleNamespace(role="statistician", modules=(outline_of(key="01"),))
    monkeypatch.setattr(contents, "learning_paths", lambda language: (path,))
    cohort = CohortFactory(trainers=[UserFactory(full_name="Ana Rivas")])
    CohortMemberFactory(cohort=cohort, person=mira)
    AssignmentFactory(cohort=cohort, module_key="", path_role="statistician")

    assert trainer_of(mira, "01") == trainer_of(mira, "statistician") == "Ana Rivas"
    assert trainer_of(mira, "02") == ""


def test_replacing_follows_the_choice_of_spelling(mira):
    certificate = issue_certificate(mira, outline_of(), at=AT)
    mira.certificate_name = "latin_only"
    mira.save()
    certificate.refresh_from_db()

    new = replace_certificate(certificate, by=mira)

    assert (new.content["name"], new.content["name_latin"]) == ("Mira Talvik", "")


@pytest.mark.parametrize(
    ("full_name", "latin_name", "said"),
    [
        ("Мира Талвик", "", "has no spelling in Latin letters"),
        ("", "", "Your profile has no name"),
    ],
)
def test_page_says_what_is_missing_of_a_name_before_it_is_printed(
    client, full_name, latin_name, said
):
    client.force_login(UserFactory(full_name=full_name, latin_name=latin_name))

    page = client.get("/en/learn/certificates/").content.decode()

    assert said in page


@pytest.mark.parametrize("full_name", ["Séamus O’Brien", "Nguyễn Thị", "Мира Талвик"])
def test_page_asks_nobody_for_what_is_there(client, full_name):
    latin = "Mira Talvik" if full_name.startswith("М") else ""
    client.force_login(UserFactory(full_name=full_name, latin_name=latin))

    page = client.get("/en/learn/certificates/").content.decode()

    assert "has no spelling" not in page


def test_two_writers_at_the_same_moment_make_one_certificate(mira, monkeypatch):
    """The second finds nothing, writes, and is told by the database."""
    first = issue_certificate(mira, outline_of(), at=AT)
    mine = Certificate.objects.filter(pk=first.pk)
    answers = [Certificate.objects.none(), mine, mine]

    class Blind:
        def first(self):
            return answers.pop(0).first()

    monkeypatch.setattr(
        type(Certificate.objects.all()), "not_replaced", lambda self: Blind()
    )

    assert issue_certificate(mira, outline_of(), at=AT) == first


def test_issue_certificate_after_a_withdrawal_does_not_undo_it(mira):
    certificate = issue_certificate(mira, outline_of(), at=AT)
    revoke_certificate(certificate, reason="Sat by somebody else.", by=mira)

    assert issue_certificate(mira, outline_of()).status == "revoked"


def test_the_database_refuses_a_second_valid_certificate(mira):
    first = CertificateFactory(person=mira)

    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateFactory(person=mira, translation_key=first.translation_key)


def test_a_certificate_stays_as_issued():
    certificate = CertificateFactory()
    certificate.content["points"] = "10"

    with pytest.raises(TypeError):
        certificate.save()
    with pytest.raises(TypeError):
        certificate.save(update_fields=["content"])


def test_a_certificate_outlives_the_person():
    certificate = CertificateFactory()

    certificate.person.emailaddress_set.all().delete()
    certificate.person.delete()

    certificate.refresh_from_db()
    assert certificate.person is None
    assert certificate.content["name"] == "Мира Талвик"


def test_certificate_as_text_names_no_person():
    certificate = CertificateFactory()

    assert str(certificate) == certificate.code


@needs_pango
@pytest.mark.slow
def test_the_pdf_follows_the_transaction(mira, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        certificate = issue_certificate(mira, outline_of(), at=AT)

    certificate.refresh_from_db()
    content = read_pdf(certificate)
    assert content.startswith(b"%PDF-")
    assert certificate.pdf_sha256 == hashlib.sha256(content).hexdigest()
    assert certificate.pdf_size == len(content)
    assert certificate.pdf.name.startswith(f"certificates/2027/{certificate.code}-")


@needs_pango
@pytest.mark.slow
def test_ensure_pdf_never_makes_a_stored_file_again(monkeypatch):
    certificate = ensure_pdf(CertificateFactory())
    before = read_pdf(certificate)
    monkeypatch.setattr(certificates, "draw_certificate", lambda *args, **kw: 1 / 0)

    assert read_pdf(ensure_pdf(certificate)) == before


@needs_pango
@pytest.mark.slow
def test_ensure_pdf_of_a_stale_row_keeps_the_first_file():
    certificate = CertificateFactory()
    stale = Certificate.objects.get(pk=certificate.pk)
    ensure_pdf(certificate)

    ensure_pdf(stale)

    assert stale.pdf.name == certificate.pdf.name


@needs_pango
@pytest.mark.slow
def test_a_full_disk_leaves_the_certificate_and_no_half_file(
    mira, monkeypatch, django_capture_on_commit_callbacks, settings
):
    def no_space(file):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(private_files.os, "fsync", no_space)
    with django_capture_on_commit_callbacks(execute=True):
        certificate = issue_certificate(mira, outline_of(), at=AT)

    certificate.refresh_from_db()
    folder = settings.DATA_DIR / "private/certificates/2027"
    left = [file for file in folder.iterdir() if certificate.code in file.name]
    assert (certificate.status, certificate.has_pdf) == ("issued", False)
    assert left == []
    assert [file for file in folder.iterdir() if file.name.startswith(".draft")] == []

    monkeypatch.undo()
    assert ensure_pdf(certificate).has_pdf


def test_a_pdf_that_fails_leaves_the_certificate(
    mira, monkeypatch, django_capture_on_commit_callbacks
):
    def fail(*args, **kwargs):
        raise PdfFailed

    monkeypatch.setattr(certificates, "draw_certificate", fail)
    with django_capture_on_commit_callbacks(execute=True):
        certificate = issue_certificate(mira, outline_of(), at=AT)

    certificate.refresh_from_db()
    assert (certificate.status, certificate.has_pdf) == ("issued", False)


def test_read_pdf_says_when_the_file_is_gone():
    certificate = CertificateFactory(pdf="certificates/gone.pdf", pdf_sha256="x" * 64)

    with pytest.raises(PdfLost):
        read_pdf(certificate)


def test_store_private_twice_keeps_one_whole_file():
    name = private_files.store_private("tests/one.txt", b"one")

    assert private_files.store_private("tests/one.txt", b"one") == name
    with private_files.private_storage().open(name) as file:
        assert file.read() == b"one"


def test_store_private_on_other_storages_uses_their_own_way(monkeypatch):
    class Elsewhere:
        def path(self, name):
            raise NotImplementedError

        def save(self, name, content):
            assert isinstance(content, ContentFile)
            return f"bucket/{name}"

    monkeypatch.setattr(private_files, "private_storage", Elsewhere)

    assert private_files.store_private("a.pdf", b"%PDF") == "bucket/a.pdf"


def test_revoke_certificate_says_why_and_is_logged():
    administrator = UserFactory(full_name="Ana Rivas")
    certificate = CertificateFactory()

    revoke_certificate(
        certificate, reason=" Sat by  somebody else. ", by=administrator, at=AT
    )

    certificate.refresh_from_db()
    entry = AuditEntry.objects.get(verb="certificate_revoked")
    assert (certificate.status, certificate.status_reason, certificate.status_at) == (
        "revoked",
        "Sat by somebody else.",
        AT,
    )
    assert certificate.status_by == administrator
    assert (entry.actor, entry.subject_name, entry.country, entry.details) == (
        administrator,
        certificate.code,
        certificate.country,
        {"reason": "Sat by somebody else."},
    )


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 301])
def test_revoke_certificate_needs_a_reason(reason):
    with pytest.raises(CertificateError):
        revoke_certificate(CertificateFactory(), reason=reason, by=UserFactory())

    assert Certificate.objects.get().status == "issued"


def test_revoke_certificate_twice_keeps_the_first_reason():
    certificate = CertificateFactory()
    revoke_certificate(certificate, reason="First.", by=UserFactory())

    with pytest.raises(CertificateError):
        revoke_certificate(certificate, reason="Second.", by=UserFactory())

    assert Certificate.objects.get().status_reason == "First."


def test_replace_certificate_changes_the_name_only(mira):
    old = CertificateFactory(person=mira)
    mira.full_name = "Мира Талвик-Орлова"
    mira.save()

    new = replace_certificate(old, by=mira, at=AT)

    old.refresh_from_db()
    assert (old.status, old.replaced_by, new.status) == ("superseded", new, "issued")
    assert new.code != old.code
    assert new.issued_at == old.issued_at
    assert new.content == content_of(name="Мира Талвик-Орлова")
    assert old.content == content_of()
    assert AuditEntry.objects.get().details == {"replaced_by": new.code}


def test_replace_certificate_without_another_name_raises(mira):
    with pytest.raises(CertificateError):
        replace_certificate(CertificateFactory(person=mira), by=mira)


def test_replace_certificate_that_was_withdrawn_raises(mira):
    certificate = CertificateFactory(person=mira)
    revoke_certificate(certificate, reason="Sat by somebody else.", by=mira)
    mira.full_name = "Another Name"
    mira.save()

    with pytest.raises(CertificateError):
        replace_certificate(certificate, by=mira)


def test_scores_are_whole_percent(mira):
    one = CertificateFactory(
        person=mira, content=content_of(points="8.5", possible="12")
    )
    other = CertificateFactory(person=mira, content=content_of(points=None))

    assert scores(mira) == {one.translation_key: 71}
    assert other.translation_key not in scores(mira)


def test_managed_by_reaches_own_countries_only():
    here, elsewhere = CountryFactory(), CountryFactory()
    mine = CertificateFactory(country=here)
    CertificateFactory(country=elsewhere)
    CertificateFactory(country=None)
    administrator = MembershipFactory(role="country_administrator", country=here).person
    coordinator = MembershipFactory(role="coordinator", country=here).person

    assert list(Certificate.objects.managed_by(administrator)) == [mine]
    assert list(Certificate.objects.managed_by(coordinator)) == []


def test_visible_to_is_own_and_managed():
    certificate = CertificateFactory()
    other = UserFactory()

    assert list(Certificate.objects.visible_to(certificate.person)) == [certificate]
    assert list(Certificate.objects.visible_to(other)) == []


# SQLite folds case for Latin letters only.
@pytest.mark.parametrize("text", ["Талв", "mira Tal", "{code}", "talvik Мира"])
def test_search_finds_names_in_both_spellings_and_codes(text):
    certificate = CertificateFactory()
    CertificateFactory(content=content_of(name="X", name_latin=""))

    found = Certificate.objects.search(text.format(code=certificate.code.lower()))

    assert list(found) == [certificate]
