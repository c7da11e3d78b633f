"""What an institution shows for its answers: files, links, references."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.maturity.facts import offered_in
from assessments.maturity.models import Evidence, Round, RoundInstitution
from assessments.maturity.models.lengths import REASON_LENGTH
from assessments.maturity.permissions import can_show_for
from assessments.maturity.round_reading import framework_of
from lms.accounts.models import User
from lms.core.private_files import store_private
from lms.core.uploads import check_upload

from .errors import FactChanged, NotNow

#: Kinds of files that can be shown.
ENDINGS = ("pdf", "docx", "xlsx", "pptx", "csv", "png", "jpg", "jpeg")
#: Most pieces of evidence for one answer.
MOST = 20


def add_file(
    institution: RoundInstitution,
    question: str,
    file: File,
    *,
    by: User,
    title: str = "",
    at: datetime | None = None,
) -> Evidence:
    """Keep a file; the same file for the same question again is the one there is.

    Raises NotNow; ValidationError on ``file`` when it is too large, of another
    kind, or not what its name says.
    """
    _check_place(institution, question, by)
    try:
        check_upload(file, endings=ENDINGS)
    except ValidationError as error:
        raise ValidationError({"file": error}) from None
    file.seek(0)
    content = file.read()
    digest = hashlib.sha256(content).hexdigest()
    ending = Path(file.name).suffix.lower()
    stored = store_private(
        f"evidence/{institution.round_id}/{institution.pk}/{digest[:32]}{ending}",
        content,
    )
    return _add(
        institution,
        question,
        by=by,
        at=at,
        kind=Evidence.Kind.FILE,
        title=title.strip()[:250],
        file=stored,
        file_name=Path(file.name).name[-250:],
        file_size=len(content),
        file_sha256=digest,
    )


def add_link(
    institution: RoundInstitution,
    question: str,
    url: str,
    *,
    by: User,
    title: str = "",
    at: datetime | None = None,
) -> Evidence:
    """Keep an address. Raises NotNow; ValidationError on ``url``."""
    _check_place(institution, question, by)
    url = url.strip()
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        raise ValidationError(
            {"url": _("Write a whole address, for example https://stat.example/data.")}
        ) from None
    return _add(
        institution,
        question,
        by=by,
        at=at,
        kind=Evidence.Kind.LINK,
        title=title.strip()[:250],
        url=url,
    )


def add_reference(
    institution: RoundInstitution,
    question: str,
    reference: str,
    *,
    by: User,
    title: str = "",
    at: datetime | None = None,
) -> Evidence:
    """Keep the words that lead to a paper. Raises NotNow; ValidationError."""
    _check_place(institution, question, by)
    reference = reference.strip()
    if not reference or len(reference) > REASON_LENGTH:
        raise ValidationError(
            {
                "reference": _(
                    "Name the document: title, number, date and where it is kept."
                )
            }
        )
    return _add(
        institution,
        question,
        by=by,
        at=at,
        kind=Evidence.Kind.REFERENCE,
        title=title.strip()[:250],
        reference=reference,
    )


@transaction.atomic
def add_fact(
    institution: RoundInstitution,
    question: str,
    mark: str,
    *,
    by: User,
    at: datetime | None = None,
) -> Evidence:
    """Keep what the country's record says as a reference; the same sentence once.

    mark: of the fact as it was shown. What is there from an earlier day stays as it
    is. Raises NotNow; FactChanged when the record
    says something else by now; ValidationError.
    """
    _check_place(institution, question, by)
    # Two presses at once wait for each other here and find the same row.
    RoundInstitution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    offered = offered_in(institution.round, question)
    fact = next((one for one in offered if one.mark == mark), None)
    if fact is None:
        raise FactChanged
    present = Evidence.objects.present().filter(
        institution=institution, question=question
    )
    kept = next((one for one in present if fact.stands_in(one.reference)), None)
    return kept or add_reference(institution, question, fact.reference, by=by, at=at)


@transaction.atomic
def remove_evidence(
    evidence: Evidence, *, by: User, at: datetime | None = None
) -> None:
    """Take evidence away; the row stays. Twice is once. Raises NotNow.

    While levels are agreed only what the person has added, and nobody has judged:
    what an institution showed stays.
    """
    _check_place(evidence.institution, evidence.question, by)
    answering = evidence.institution.round.state == Round.State.COLLECTING
    if not answering and (evidence.added_by_id != by.pk or evidence.review):
        raise NotNow(_("What an institution has shown stays."))
    Evidence.objects.filter(pk=evidence.pk, removed_at=None).update(
        removed_at=at or timezone.now()
    )


@transaction.atomic
def _add(institution, question, *, by, at, **fields) -> Evidence:
    """Write a row; what is there already, word for word, is not written twice."""
    present = Evidence.objects.present().filter(
        institution=institution, question=question
    )
    same = {
        name: fields.get(name, "")
        for name in ("kind", "url", "reference", "file_sha256")
    }
    found = present.filter(**same).first()
    if found:
        return found
    if present.count() >= MOST:
        raise ValidationError(
            _("There are %(count)s pieces of evidence already. Remove one first.")
            % {"count": MOST}
        )
    try:
        with transaction.atomic():
            return Evidence.objects.create(
                institution=institution,
                question=question,
                added_by=by,
                added_at=at or timezone.now(),
                **fields,
            )
    except IntegrityError:
        return present.get(**same)


def _check_place(institution: RoundInstitution, question: str, by: User) -> None:
    if not can_show_for(by, institution):
        raise NotNow
    if question not in framework_of(institution.round).by_id:
        raise NotNow(_("This round does not ask this question."))
