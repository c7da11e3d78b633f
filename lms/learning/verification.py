"""What a stranger is told about a certificate: the verdict, the facts, the file."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.learning.certificate_lines import (
    issue_date,
    learning_time,
    list_title,
    module_lines,
    result_sentence,
    title_line,
)
from lms.learning.codes import ALPHABET, read_code
from lms.learning.models import Certificate

_CODE_IN_NAME = re.compile(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")


@dataclass(frozen=True)
class Verdict:
    """The answer in one box; kind is "ok", "err" or "neutral"."""

    kind: str
    title: str
    text: str


@dataclass(frozen=True)
class Fact:
    """One line to compare with the paper; language is that of the value."""

    label: str
    value: str
    second: str = ""
    main: bool = False


class FileAnswer(Enum):
    """How a PDF compares with the one that was issued."""

    SAME = "same"
    DIFFERENT = "different"
    NOTHING_TO_COMPARE = "nothing"


def verdict_on(certificate: Certificate) -> Verdict:
    """Return whether the certificate holds, in words."""
    issued = {
        "issuer": certificate.content["issuer"],
        "date": issue_date(certificate.content),
    }
    if certificate.is_valid:
        return Verdict(
            "ok",
            _("This certificate is valid"),
            _("%(issuer)s issued it on %(date)s. It has not been changed or withdrawn.")
            % issued,
        )
    changed = {"date": date_format(certificate.status_at, "DATE_FORMAT")}
    if certificate.status == Certificate.Status.REVOKED:
        return Verdict(
            "err",
            _("This certificate was withdrawn"),
            _("It was withdrawn on %(date)s. Reason: %(reason)s")
            % (changed | {"reason": certificate.status_reason}),
        )
    return Verdict(
        "neutral",
        _("This certificate was replaced"),
        _("It was replaced on %(date)s by a newer one with a corrected name.")
        % changed,
    )


def no_such_code() -> Verdict:
    """Return the verdict on a code that is well formed and was never issued."""
    return Verdict(
        "err",
        _("There is no certificate with this code"),
        _(
            "The code is written correctly, but it was never issued. Compare it with "
            "the paper once more. If it is the same, the paper is not from here."
        ),
    )


def mistyped(problem: str) -> Verdict:
    """Return the verdict on a code that cannot exist, with the reason in words."""
    return Verdict("neutral", _("This code cannot be right"), problem)


def facts_of(certificate: Certificate, *, checked_at: datetime) -> list[Fact]:
    """Return what the certificate says, exactly as issued, and when it was asked.

    checked_at is in the zone in which it is to be shown.
    """
    content = certificate.content
    taken_part = certificate.kind == Certificate.Kind.PARTICIPATION
    facts = [
        Fact(_("Name"), content["name"], content["name_latin"], main=True),
        Fact(_("Certificate"), str(certificate.get_kind_display())),
        Fact(
            _("Took part in") if taken_part else _("Achievement"),
            title_line(content),
            "" if taken_part else result_sentence(content),
        ),
        Fact(list_title(content), "; ".join(module_lines(content))),
        Fact(list_title(content), " ".join(content["objectives"])),
        Fact(_("Learning time"), learning_time(content["minutes"])),
        Fact(_("Issued by"), _issuer(content)),
        Fact(_("Trainer"), content["trainer"]),
        Fact(_("Date of issue"), issue_date(content)),
        Fact(_("Checked now"), _moment(checked_at)),
    ]
    return [fact for fact in facts if fact.value]


def _moment(at: datetime) -> str:
    return _("%(date)s, %(time)s (%(zone)s)") % {
        "date": date_format(at, "DATE_FORMAT"),
        "time": f"{at:%H:%M}",
        "zone": f"{at:%Z}",
    }


def _issuer(content: dict) -> str:
    if content["country"]:
        return _("%(issuer)s, for %(country)s") % content
    return content["issuer"]


def in_other_language(certificate: Certificate) -> str:
    """Return the language of the certificate where the page is in another one."""
    language = certificate.content["language"]
    return "" if language == get_language() else language


def compare_file(certificate: Certificate, file) -> FileAnswer:
    """Compare an uploaded file with the stored PDF, byte for byte by its digest.

    Nothing of the file is kept.
    """
    if not certificate.pdf_sha256:
        return FileAnswer.NOTHING_TO_COMPARE
    same = digest_of(file) == certificate.pdf_sha256
    return FileAnswer.SAME if same else FileAnswer.DIFFERENT


def find_file(file) -> tuple[Certificate | None, FileAnswer]:
    """Return the certificate that a file belongs to, and how it compares.

    A file that was issued is found by its digest. One that was changed is not;
    but it may still carry the code in its name, as we named it.
    """
    rows = Certificate.objects.select_related("replaced_by")
    if found := rows.filter(pdf_sha256=digest_of(file)).first():
        return found, FileAnswer.SAME
    for text in _CODE_IN_NAME.findall(file.name.upper()):
        found = rows.filter(code=read_code(text).code).first()
        if found:
            return found, compare_file(found, file)
    return None, FileAnswer.DIFFERENT


def digest_of(file) -> str:
    """Return the SHA-256 of an uploaded file, from its beginning."""
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()
