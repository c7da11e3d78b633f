"""What this room holds about a person, and what becomes of it at closing."""

from collections.abc import Iterator
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from lms.accounts.my_data import Wishes, exempt, register, rows_of
from lms.accounts.my_data.closed import addresses_of, closed_email
from lms.core.private_files import private_storage
from lms.learning import certificates
from lms.learning.desk import kept
from lms.learning.models import (
    Assignment,
    Attendance,
    Certificate,
    Cohort,
    CohortMember,
    Completion,
    Credential,
    Enrolment,
    MemberImport,
    Message,
    MessageRecipient,
    Note,
    PaperResult,
    PathEnrolment,
    PendingMember,
    Pseudonym,
    ReminderSent,
    Statement,
)

ANONYMOUS = _(
    "For good. When you close the account it goes on counting, without your name."
)
TRAINERS_SEE = _("Your trainers and the administrators of your country see it.")


def _certificate_rows(person) -> list[dict]:
    labels = ("code", "kind", "key", "issued_at", "status", "status_reason", "content")
    return rows_of(Certificate.objects.filter(person=person), labels)


def _certificate_files(person) -> Iterator[tuple[str, bytes]]:
    """Yield the PDFs as issued, and the signed credentials."""
    for row in Certificate.objects.filter(person=person).exclude(pdf=""):
        try:
            yield f"certificates/{row.code}.pdf", certificates.read_pdf(row)
        except certificates.PdfLost:
            continue
    signed = Credential.objects.filter(certificate__person=person)
    for row in signed.exclude(document="").select_related("certificate"):
        name = f"certificates/{row.certificate.code}.credential.json"
        yield name, row.document.encode()


def _part_with_certificates(person, wishes: Wishes) -> None:
    """Leave them as issued, to nobody; or withdraw them and take the name out.

    The fingerprint of a PDF and the place in a status list stay, so that a copy
    somewhere is still found out to be withdrawn.
    """
    rows = Certificate.objects.filter(person=person)
    if not wishes.keep_certificates:
        for row in rows.valid():
            with override(row.content["language"]):
                reason = str(_("The person asked for it."))
            certificates.revoke_certificate(row, reason=reason, by=person)
        for row in rows:
            if row.pdf:
                forget = partial(private_storage().delete, row.pdf.name)
                transaction.on_commit(forget, robust=True)
            content = row.content | {"name": "", "name_latin": ""}
            # Not by save(), which keeps everybody else from doing this.
            Certificate.objects.filter(pk=row.pk).update(content=content, pdf="")
        Credential.objects.filter(certificate__in=rows).update(document="", token="")
    rows.update(person=None)


def _leave_cohorts(person, wishes) -> None:
    """End memberships, take the address out of lists, stop running cohorts."""
    now = timezone.now()
    CohortMember.objects.filter(person=person, left_at=None).update(left_at=now)
    waiting = PendingMember.objects.filter(email__in=addresses_of(person))
    waiting.filter(claimed_at=None, withdrawn_at=None).update(withdrawn_at=now)
    waiting.update(email=closed_email(person), full_name="", latin_name="")
    _take_out_of_imports(person, wishes)
    kept.forget_documents_naming(person)
    Cohort.trainers.through.objects.filter(user=person).delete()


def _take_out_of_imports(person, wishes) -> None:
    """Take the address out of lists that were looked at and not carried out."""
    mine = addresses_of(person)
    for prepared in MemberImport.objects.filter(applied_at=None):
        rows = [
            row
            for row in prepared.rows
            if not any(address in str(row).lower() for address in mine)
        ]
        if len(rows) != len(prepared.rows):
            MemberImport.objects.filter(pk=prepared.pk).update(rows=rows)


def _assignments(person):
    """Return what is assigned to the person, alone or in a cohort."""
    mine = Q(person=person) | Q(cohort__members__person=person)
    found = Assignment.objects.filter(mine).values("pk")
    return Assignment.objects.filter(pk__in=found).select_related("cohort")


def _export_cohorts(person) -> list[dict]:
    members = CohortMember.objects.filter(person=person).select_related("cohort")
    rows = rows_of(members, ("cohort", "way", "joined_at", "left_at"))
    trained = Cohort.objects.filter(trainers=person)
    return rows + [{"cohort": cohort.name, "way": "trainer"} for cohort in trained]


def _withdraw_assignments(person, wishes) -> None:
    Assignment.objects.filter(person=person, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    Assignment.objects.filter(person=person).update(note="")


def _cut_from_record(person, wishes) -> None:
    """Delete the drawn name: nobody finds the person behind the statements again."""
    Pseudonym.objects.filter(person=person).delete()
    Statement.objects.filter(person=person).update(person=None)


def register_all() -> None:
    """Say what this room holds."""
    _register_records()
    _register_group_work()
    register(
        "certificates",
        title=_("Certificates"),
        about=_(
            "What was certified, exactly as issued. Whoever has the code can check "
            "a certificate; administrators of your country see it."
        ),
        kept=_(
            "For good, so that it can be checked. When you close the account you "
            "choose: it stays valid, or it is withdrawn and your name taken out."
        ),
        relations=("learning.Certificate.person",),
        labels={
            "code": _("code"),
            "kind": _("kind"),
            "key": _("module or path"),
            "issued_at": _("issued"),
            "status": _("status"),
            "status_reason": _("reason"),
            "content": _("content as issued"),
        },
        rows=lambda person: Certificate.objects.filter(person=person),
        export=_certificate_rows,
        files=_certificate_files,
        anonymise=_part_with_certificates,
    )
    register(
        "activity-record",
        title=_("Activity record"),
        about=_(
            "What you learned, under a drawn name, for the learning record store "
            "of your region. Only where a region has turned it on."
        ),
        kept=_("When you close the account, the link to you is deleted."),
        relations=("learning.Statement.person", "learning.Pseudonym.person"),
        labels={
            "at": _("when"),
            "verb": _("what"),
            "statement": _("statement"),
            "forwarded_at": _("forwarded"),
        },
        rows=lambda person: Statement.objects.filter(person=person),
        anonymise=_cut_from_record,
    )
    exempt(
        "Names who made, changed or noted something for others; then a closed account.",
        "learning.Assignment.made_by",
        "learning.Attendance.noted_by",
        "learning.Certificate.status_by",
        "learning.ClassSession.made_by",
        "learning.Cohort.created_by",
        "learning.CompletionRule.made_by",
        "learning.IssueBatch.made_by",
        "learning.JoinLink.created_by",
        "learning.MemberImport.made_by",
        "learning.PaperResult.typed_by",
        "learning.PaperUpload.made_by",
        "learning.PendingMember.invited_by",
    )


def _register_records() -> None:
    """Say what is held of one's own learning."""
    register(
        "modules",
        title=_("Modules started"),
        about=_(
            "When you began a module, and where to go on. Your trainers and the "
            "administrators of your country see it."
        ),
        kept=ANONYMOUS,
        relations=("learning.Enrolment.person",),
        labels={
            "module_key": _("module"),
            "started_at": _("started"),
            "last_lesson": _("last lesson"),
            "last_seen_at": _("last visit"),
        },
        rows=lambda person: Enrolment.objects.filter(person=person),
    )
    register(
        "completions",
        title=_("Lessons, modules and paths completed"),
        about=TRAINERS_SEE,
        kept=ANONYMOUS,
        relations=("learning.Completion.person",),
        labels={
            "kind": _("kind"),
            "key": _("key"),
            "at": _("when"),
            "rule_version": _("version of the rule"),
        },
        rows=lambda person: Completion.objects.filter(person=person).order_by("at"),
    )
    register(
        "paths",
        title=_("Learning paths chosen"),
        about=TRAINERS_SEE,
        kept=ANONYMOUS,
        relations=("learning.PathEnrolment.person",),
        labels={"role": _("path"), "chosen_at": _("chosen"), "left_at": _("left")},
        rows=lambda person: PathEnrolment.objects.filter(person=person),
    )
    register(
        "notes",
        title=_("Notes"),
        about=_("What you wrote down in lessons. Only you see it."),
        kept=_("Deleted when you close the account."),
        relations=("learning.Note.person",),
        labels={
            "lesson_key": _("lesson"),
            "prompt_key": _("question"),
            "text": _("note"),
            "created_at": _("written"),
            "changed_at": _("changed"),
        },
        rows=lambda person: Note.objects.filter(person=person).written(),
        anonymise=lambda person, wishes: Note.objects.filter(person=person).delete(),
    )


def _register_group_work() -> None:
    """Say what is held of learning with others."""
    register(
        "cohorts",
        title=_("Cohorts"),
        about=_(
            "The groups you learn in or run. Your trainers and the administrators of "
            "your country see it."
        ),
        kept=_("When you close the account you leave them; then without your name."),
        relations=(
            "learning.CohortMember.person",
            "learning.Cohort.trainers",
            "learning.Cohort_trainers.user",
        ),
        labels={
            "cohort": _("cohort"),
            "way": _("came by"),
            "joined_at": _("joined"),
            "left_at": _("left"),
        },
        rows=lambda person: CohortMember.objects.filter(person=person),
        export=_export_cohorts,
        anonymise=_leave_cohorts,
    )
    register(
        "assignments",
        title=_("Assignments"),
        about=TRAINERS_SEE,
        kept=_(
            "Those to you alone are withdrawn when you close the account; then "
            "without your name."
        ),
        relations=("learning.Assignment.person",),
        labels={
            "module_key": _("module"),
            "path_role": _("path"),
            "due_on": _("due on"),
            "cohort": _("cohort"),
            "note": _("note"),
            "made_at": _("assigned"),
            "withdrawn_at": _("withdrawn"),
        },
        rows=_assignments,
        anonymise=_withdraw_assignments,
    )
    register(
        "attendance",
        title=_("Attendance"),
        about=_(
            "Whether you came to classroom sessions. Your trainers and the "
            "administrators of your country see it."
        ),
        kept=ANONYMOUS,
        relations=("learning.Attendance.person",),
        labels={"session": _("session"), "status": _("status"), "noted_at": _("noted")},
        rows=lambda person: Attendance.objects.filter(person=person).select_related(
            "session"
        ),
    )
    register(
        "paper-results",
        title=_("Checks on paper"),
        about=_(
            "Which printed checks of yours a trainer typed in. The answers are among "
            "the knowledge checks. Your trainers see it."
        ),
        kept=ANONYMOUS,
        relations=("learning.PaperResult.person",),
        labels={
            "cohort": _("cohort"),
            "paper": _("paper"),
            "typed_at": _("typed in"),
            "changed_at": _("changed"),
        },
        rows=lambda person: PaperResult.objects.filter(person=person).select_related(
            "cohort", "paper"
        ),
    )
    register(
        "messages",
        title=_("Messages to you"),
        about=_("What trainers wrote to you. Those who run the cohort see it."),
        kept=_("That it went to you is deleted when you close the account."),
        relations=("learning.MessageRecipient.person",),
        labels={
            "message__sent_at": _("sent"),
            "message__sender": _("from"),
            "message__cohort": _("cohort"),
            "message__subject": _("subject"),
            "message__text": _("text"),
        },
        rows=lambda person: MessageRecipient.objects.filter(
            person=person
        ).select_related("message__sender", "message__cohort"),
        anonymise=lambda person, wishes: MessageRecipient.objects.filter(
            person=person
        ).delete(),
    )
    register(
        "messages-written",
        title=_("Messages from you"),
        about=_("What you wrote to learners of a cohort. They have it as an e-mail."),
        kept=_("Stays with the cohort when you close the account, without your name."),
        relations=("learning.Message.sender",),
        labels={
            "sent_at": _("sent"),
            "cohort": _("cohort"),
            "subject": _("subject"),
            "text": _("text"),
        },
        rows=lambda person: Message.objects.filter(sender=person).select_related(
            "cohort"
        ),
    )
    register(
        "reminders",
        title=_("Reminders"),
        about=_("Which reminders of a due date went to you. Your trainers see it."),
        kept=_("Deleted when you close the account."),
        relations=("learning.ReminderSent.person",),
        labels={
            "key": _("module or path"),
            "kind": _("kind"),
            "due_on": _("due on"),
            "sent_at": _("sent"),
        },
        rows=lambda person: ReminderSent.objects.filter(person=person),
        anonymise=lambda person, wishes: ReminderSent.objects.filter(
            person=person
        ).delete(),
    )
