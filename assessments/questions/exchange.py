"""Questions to and from files of other systems, as commands and editors' pages use it.

A file is read and judged whole before anything is written. An import only adds: a
question that is in the bank already, and says something else, is refused.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.questions.exporter import question_entries
from assessments.questions.formats import (
    gift,
    gift_reading,
    moodle_reading,
    moodle_xml,
    qti3,
)
from assessments.questions.formats.carrying import Entry, Loss
from assessments.questions.loader import stored_questions, write_question
from assessments.questions.models import Question
from assessments.questions.reading import QuestionData, read_question
from assessments.questions.registry import type_called
from lms.core.content_files import (
    ContentRefused,
    Problems,
    dump_yaml,
    parse_yaml,
)

#: The largest file that is read, in bytes, and the most questions in one.
LARGEST = 2_000_000
MOST_QUESTIONS = 1000


@dataclass(frozen=True)
class FileFormat:
    """A format by its key: how it is called, what it is written and read with.

    ``read`` is ``None`` for formats that are only written.
    """

    key: str
    label: Any
    ending: str
    content_type: str
    write: Callable[..., tuple[str | bytes, list[Loss]]]
    read: Callable[..., tuple[list[Entry], list[Loss]]] | None = None


@dataclass(frozen=True)
class Export:
    """A file as it is handed out, and what it does not hold."""

    name: str
    content: bytes
    content_type: str
    losses: list[Loss]


@dataclass(frozen=True)
class Import:
    """What a file brought: keys that are new, keys that were there, what was lost."""

    created: list[str]
    unchanged: list[str]
    losses: list[Loss]


def _write_yaml(specs: Iterable[dict], language: str) -> tuple[str, list[Loss]]:
    return dump_yaml({"questions": list(specs)}), []


FORMATS = {
    one.key: one
    for one in (
        FileFormat(
            "moodle",
            _("Moodle XML"),
            ".xml",
            "application/xml",
            moodle_xml.render,
            moodle_reading.parse,
        ),
        FileFormat(
            "gift",
            _("GIFT"),
            ".gift",
            "text/plain; charset=utf-8",
            gift.render,
            gift_reading.parse,
        ),
        FileFormat("qti", _("QTI 3 package"), ".zip", "application/zip", qti3.render),
        FileFormat(
            "yaml", _("YAML, all languages"), ".yaml", "application/yaml", _write_yaml
        ),
    )
}


def export_questions(
    questions: Iterable[Question], *, kind: str, language: str = "en", name: str = ""
) -> Export:
    """The questions, loaded ``with_parts()``, as a file of the format ``kind``."""
    chosen = FORMATS[kind]
    content, losses = chosen.write(question_entries(questions), language)
    return Export(
        name=f"{name or 'questions'}{chosen.ending}",
        content=content if isinstance(content, bytes) else content.encode(),
        content_type=chosen.content_type,
        losses=losses,
    )


def read_file(
    content: bytes, *, name: str, language: str = "en", prefix: str = ""
) -> tuple[list[QuestionData], list[Loss]]:
    """The questions of an uploaded file, judged, and what could not be carried over.

    The format is told by the content. Raises
    :class:`~lms.core.content_files.ContentRefused` with every fault, its line and
    remedy.
    """
    problems = Problems()
    text = _decoded(content, name, problems)
    problems.refuse()
    if text.lstrip().startswith("<"):
        entries, losses = moodle_reading.parse(
            text, problems, file=name, language=language, prefix=prefix
        )
        read = [_judged(entry, name, problems) for entry in entries]
    elif name.lower().endswith((".yaml", ".yml")):
        part, losses = parse_yaml(text, file=name, problems=problems), []
        read = [read_question(row) for row in part.parts("questions")]
        part.finish()
    else:
        entries, losses = gift_reading.parse(
            text, problems, file=name, language=language, prefix=prefix
        )
        read = [_judged(entry, name, problems) for entry in entries]
    if not read and not problems:
        problems.add(
            name,
            None,
            "There is no question in this file that can be taken over.",
            "Choose a Moodle XML, GIFT or YAML file with questions.",
        )
    if len(read) > MOST_QUESTIONS:
        problems.add(
            name,
            None,
            f"There are {len(read)} questions in this file.",
            f"Divide it into files of at most {MOST_QUESTIONS}.",
        )
    problems.refuse()
    return [question for question in read if question], losses


@transaction.atomic
def import_questions(
    content: bytes,
    *,
    name: str,
    language: str = "en",
    prefix: str = "",
    dry_run: bool = False,
) -> Import:
    """Add the questions of a file to the bank; twice adds nothing more.

    Raises :class:`~lms.core.content_files.ContentRefused`, having written nothing.
    ``dry_run``: do everything, then take it back.
    """
    read, losses = read_file(content, name=name, language=language, prefix=prefix)
    problems, seen = Problems(), set()
    stored = stored_questions(question.key for question in read)
    for question in read:
        old = stored.get(question.key)
        if question.key in seen or (old and old.spec() != question.data):
            problems.add(
                name,
                question.line,
                f"There is another question with the key `{question.key}`.",
                "Give this one its own key (in Moodle: ID number), or change the "
                "question in the bank by hand.",
            )
        seen.add(question.key)
    problems.refuse()
    fresh = [question for question in read if question.key not in stored]
    for question in fresh:
        row = type_called(question.type_key)()
        write_question(row, question.data)
        # Not from a content file: it stays when such files come and go.
        Question.objects.filter(pk=row.pk).update(loaded_digest="")
    if dry_run:
        transaction.set_rollback(True)
    return Import(
        created=[question.key for question in fresh],
        unchanged=[question.key for question in read if question.key in stored],
        losses=losses,
    )


def _decoded(content: bytes, name: str, problems: Problems) -> str:
    if len(content) > LARGEST:
        problems.add(
            name,
            None,
            f"The file has {len(content):,} bytes.",
            f"Divide it into files of at most {LARGEST:,}.",
        )
        return ""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.add(name, None, "The file is not UTF-8.", "Save it as UTF-8.")
        return ""


def _judged(entry: Entry, name: str, problems: Problems) -> QuestionData | None:
    # Judged as our own files are; faults get the line of the question in its file.
    own = Problems()
    part = parse_yaml(dump_yaml(entry.data), file=name, problems=own)
    question = read_question(part)
    for fault in own.errors:
        message = f"{entry.data['key']}: {fault.message}"
        problems.add(name, entry.line, message, fault.remedy)
    if question is None:
        return None
    return QuestionData(
        question.key,
        question.version,
        question.type_key,
        question.data,
        name,
        entry.line,
    )


__all__ = [
    "FORMATS",
    "ContentRefused",
    "Export",
    "Import",
    "export_questions",
    "import_questions",
    "read_file",
]
