"""Results of large cohorts as PDF: made in the background, kept until figures change.

The figures of a document are told apart by a digest, so nothing is made twice. A job
that was lost with its process is taken up again by whoever asks next.
"""

import hashlib
import logging
import uuid
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django_tasks import task

from lms.core.pdf import PdfFailed
from lms.core.private_files import private_storage, store_private
from lms.learning.desk.documents import results_pdf
from lms.learning.desk.matrix import Matrix, cohort_matrix
from lms.learning.models import Cohort, ResultsDocument

State = ResultsDocument.State
log = logging.getLogger("streetlight.results")
#: Learners of whom the document is made while the person waits: about a second.
AT_ONCE = 60
#: A job without a sign of life for so long is lost.
SILENCE = timedelta(minutes=3)


def takes_long(matrix: Matrix) -> bool:
    """Return whether the document of a cohort is made in the background."""
    return len(matrix.rows) > AT_ONCE


def document_of(cohort: Cohort) -> ResultsDocument | None:
    """Return the document in the active language and time zone, however far it is."""
    return cohort.results_documents.filter(**_for_whom()).first()


def is_fresh(document: ResultsDocument | None, matrix: Matrix) -> bool:
    """Return whether the file that is kept says what the cohort's figures are now."""
    return bool(document and document.file) and document.key == digest_of(matrix)


def is_lost(document: ResultsDocument) -> bool:
    """Return whether nobody works any more on a document that is not there."""
    return document.is_open and document.heard_at < timezone.now() - SILENCE


def digest_of(matrix: Matrix) -> str:
    """Return a digest of what the document says, without the time of the day."""
    said = (
        matrix.cohort.name,
        str(matrix.cohort.place),
        timezone.localdate(matrix.at).isoformat(),
        [(one.key, str(one.outline.title), str(one.due_on)) for one in matrix.columns],
        [
            (row.name, row.institution, list(map(tuple, row.cells)))
            for row in matrix.rows
        ],
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


def ask(matrix: Matrix) -> ResultsDocument:
    """Have the document made unless it is there, or being made already."""
    now = timezone.now()
    row, new = ResultsDocument.objects.get_or_create(
        cohort=matrix.cohort, **_for_whom(), defaults={"heard_at": now}
    )
    if not new:
        if row.is_open and not is_lost(row):
            return row
        if row.state == State.READY and is_fresh(row, matrix):
            return row
        # Of two who ask at the same moment one finds the row as it was.
        as_it_was = ResultsDocument.objects.filter(
            pk=row.pk, state=row.state, heard_at=row.heard_at
        )
        if not as_it_was.update(state=State.WAITING, heard_at=now, problem=""):
            row.refresh_from_db()
            return row
    alias = "long" if "long" in settings.TASKS else "default"
    job = make_document.using(backend=alias)
    transaction.on_commit(lambda: job.enqueue(row.pk))
    row.refresh_from_db()
    return row


@task()
def make_document(pk: int) -> None:
    """Make one document; say on its row if that did not work out."""
    rows = ResultsDocument.objects.filter(pk=pk)
    begun = rows.filter(state=State.WAITING)
    if not begun.update(state=State.RUNNING, heard_at=timezone.now()):
        return
    row = rows.select_related("cohort__country", "cohort__region").get()
    try:
        with override(row.language), timezone.override(ZoneInfo(row.zone)):
            matrix = cohort_matrix(row.cohort, row.language)
            key, content = digest_of(matrix), results_pdf(matrix)
        name = f"cohort-results/{uuid.uuid4()}.pdf"
        store_private(name, content)
    except Exception as error:
        log.exception("The results of cohort %s were not made", row.cohort_id)
        problem = str(error) if isinstance(error, PdfFailed) else ""
        rows.update(state=State.FAILED, problem=problem, heard_at=timezone.now())
        return
    done = {"state": State.READY, "key": key, "file": name, "made_at": matrix.at}
    open_still = rows.filter(state=State.RUNNING, file=row.file)
    if open_still.update(**done, heard_at=timezone.now()):
        _delete(row.file)
    else:  # another one was quicker, or somebody closed the account meanwhile
        _delete(name)


def content_of(document: ResultsDocument) -> bytes | None:
    """Return the PDF that is kept; None where the file is gone, which is then noted."""
    try:
        with private_storage().open(document.file) as file:
            return file.read()
    except OSError:
        log.exception("The results of cohort %s are gone", document.cohort_id)
        ResultsDocument.objects.filter(pk=document.pk, file=document.file).update(
            state=State.FAILED, file="", key="", heard_at=timezone.now()
        )
        return None


def forget_documents_naming(person) -> None:
    """Delete the documents of all cohorts somebody ever learnt in."""
    rows = ResultsDocument.objects.filter(cohort__members__person=person)
    for row in rows.distinct():
        row.delete()
        transaction.on_commit(partial(_delete, row.file), robust=True)


def _delete(name: str) -> None:
    if name:
        private_storage().delete(name)


def _for_whom() -> dict[str, str]:
    """Return language and time zone of whoever asks."""
    return {
        "language": get_language(),
        "zone": timezone.get_current_timezone_name(),
    }
