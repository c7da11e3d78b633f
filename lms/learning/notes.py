"""Private notes gathered: by module and lesson, and as a text to take away."""

from dataclasses import dataclass
from html import unescape

from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lms.learning.models import Note
from modules.models import LessonPage
from modules.outline import LessonOutline, ModuleOutline, all_outlines


@dataclass(frozen=True)
class SheetNote:
    """One answer with its question and the lesson it belongs to."""

    lesson: LessonOutline
    prompt: str
    note: Note


@dataclass(frozen=True)
class SheetModule:
    """The answers of one module, in the order of its lessons."""

    outline: ModuleOutline
    notes: tuple[SheetNote, ...]


def sheet_of(person, language: str) -> tuple[SheetModule, ...]:
    """Return a person's notes by module, in two queries.

    A note whose lesson is gone is left out here and stays in the database.
    """
    written: dict = {}
    for note in Note.objects.visible_to(person).written():
        written.setdefault(note.translation_key, []).append(note)
    prompts = _prompts(written, language)
    modules = []
    for outline in all_outlines(language).values():
        found = tuple(
            SheetNote(
                lesson, prompts.get((lesson.translation_key, note.prompt_key), ""), note
            )
            for lesson in outline.lessons
            for note in written.get(lesson.translation_key, ())
        )
        if found:
            modules.append(SheetModule(outline, found))
    return tuple(modules)


def _prompts(translation_keys, language: str) -> dict:
    """Return (lesson, question key) -> the question as plain text.

    In the language asked for; in the default one where there is no translation.
    """
    if not translation_keys:
        return {}
    pages = LessonPage.objects.live().filter(
        translation_key__in=list(translation_keys),
        locale__language_code__in={language, settings.LANGUAGE_CODE},
    )
    found = {}
    for page in sorted(
        pages.select_related("locale"),
        key=lambda page: page.locale.language_code == language,
    ):
        for item in page.body.raw_data:
            if item["type"] == "in_your_country":
                text = unescape(strip_tags(item["value"]["prompt"]))
                found[page.translation_key, item["value"]["key"]] = " ".join(
                    text.split()
                )
    return found


def as_text(sheet: tuple[SheetModule, ...], person) -> str:
    """Return the notes as plain text that is Markdown as well.

    Lines end as Windows writes them, since most readers open it there.
    """
    lines = [
        f"# {_('My action sheet')}",
        "",
        person.display_name,
        date_format(localdate(), "DATE_FORMAT"),
    ]
    for module in sheet:
        title = _("Module %(key)s: %(title)s") % {
            "key": module.outline.key,
            "title": module.outline.title,
        }
        lines += ["", "", f"## {title}"]
        for item in module.notes:
            names = {"number": item.lesson.number, "title": item.lesson.title}
            lines += ["", f"### {_('Lesson %(number)s: %(title)s') % names}", ""]
            if item.prompt:
                lines += [f"> {item.prompt}", ""]
            lines += item.note.text.split("\n")
    return "\r\n".join(lines) + "\r\n"
