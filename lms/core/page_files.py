"""Pages that live in files and in Wagtail at once.

A page loaded from a file remembers two digests: of the file, and of what the
page looked like right after loading. From these follow the four cases of a
sync: new, unchanged, changed in the file, and edited by a person - which is
left alone unless the caller says otherwise.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.db import models
from wagtail.models import Page

from lms.core.blocks.files import (
    BodyFormatError,
    option_only_kinds,
    read_sections,
    write_sections,
)
from lms.core.content_files import Part, Problems, dump_yaml, parse_yaml, text_digest
from lms.core.directives import (
    DirectiveError,
    parse_body,
    split_front_matter,
    write_body,
)

#: In place of a file's digest: taken off the site because its file was gone, and
#: not by an editor, whose decision would stand.
RETIRED = "retired"


@dataclass(frozen=True)
class PageFile:
    """A Markdown file that has been read: front matter, body data, digest."""

    path: Path
    front: Part
    body: list[dict]
    digest: str
    #: Line in the file of each block of the body.
    lines: tuple[int, ...] = ()


@dataclass
class SyncReport:
    """What a sync did, in lists of labels; truthy when it changed anything."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.created or self.updated or self.retired)

    def add(self, other: "SyncReport") -> None:
        """Take over what another sync did."""
        for name in vars(self):
            getattr(self, name).extend(getattr(other, name))

    def lines(self) -> list[str]:
        """Return one line per kind that holds anything."""
        words = {
            "created": "new",
            "updated": "changed",
            "retired": "retired",
            "skipped": "edited on the site and left alone (--overwrite replaces them)",
        }
        found = [
            f"{len(labels)} {word}: {', '.join(labels)}"
            for name, word in words.items()
            if (labels := getattr(self, name))
        ]
        return [*found, f"{len(self.unchanged)} unchanged"]


def read_page_file(
    path: Path, stream_block, problems: Problems, *, seed: str
) -> PageFile | None:
    """Read a Markdown file; note every fault in problems and return None then.

    seed: see lms.core.blocks.files.read_sections.
    """
    try:
        text = path.read_text(encoding="utf-8")
        front_text, body_text, first_line = split_front_matter(text)
        front = parse_yaml(front_text, file=path, problems=problems, first_line=2)
        sections = parse_body(
            body_text, first_line=first_line, bare=option_only_kinds(stream_block)
        )
        body = read_sections(sections, stream_block, seed=seed)
    except (DirectiveError, BodyFormatError) as error:
        problems.add(path, error.line, error.message)
        return None
    except (OSError, UnicodeDecodeError) as error:
        problems.add(
            path, None, f"The file cannot be read: {error}.", "Save it as UTF-8."
        )
        return None
    lines = tuple(section.line for section in sections)
    return PageFile(path, front, body, text_digest(text), lines)


def page_file_text(front: dict, body: list[dict], stream_block) -> str:
    """Return the canonical text of a Markdown file; the inverse of read_page_file."""
    return f"---\n{front_matter(front)}---\n\n{write_body(write_sections(body, stream_block))}\n"


def front_matter(front: dict) -> str:
    """Return YAML, one entry a line; lists of numbers stay on it."""
    lines = []
    for name, value in front.items():
        if isinstance(value, list) and all(isinstance(item, int) for item in value):
            flow = yaml.safe_dump(
                value, default_flow_style=True, allow_unicode=True, width=1_000_000
            )
            lines.append(f"{name}: {flow}")
        else:
            lines.append(dump_yaml({name: value}))
    return "".join(lines)


def sync_page(
    page: Page | None,
    *,
    model: type[Page],
    parent: Page,
    values: dict,
    source_digest: str,
    as_file: Callable[[Page], str],
    label: str,
    overwrite: bool,
    report: SyncReport,
) -> Page:
    """Create or update one page from a file and publish it; return the page.

    values: field name -> value, among them title and slug.
    as_file: gives the text the page would be exported as; its digest tells
    whether somebody has edited the page since it was loaded.
    """
    if page is None:
        page = model(locale=parent.locale, **values)
        page.source_digest = source_digest
        page.loaded_digest = text_digest(as_file(page))
        parent.add_child(instance=page)
        page.save_revision().publish()
        report.created.append(label)
        return page
    before = as_file(page)
    retired = page.source_digest == RETIRED
    edited = text_digest(before) != page.loaded_digest or (
        not retired and (page.has_unpublished_changes or not page.live)
    )
    for name, value in values.items():
        setattr(page, name, value)
    wanted = as_file(page)
    if before == wanted and page.live and not page.has_unpublished_changes:
        # The page says what the file says; an exported edit comes home here.
        model.objects.filter(pk=page.pk).update(
            source_digest=source_digest, loaded_digest=text_digest(wanted)
        )
        report.unchanged.append(label)
    elif edited and not overwrite:
        report.skipped.append(label)
    else:
        page.source_digest = source_digest
        page.loaded_digest = text_digest(wanted)
        page.save_revision().publish()
        report.updated.append(label)
    return page


def put_in_order(parent: Page, wanted: list[Page]) -> bool:
    """Move children so that they stand in this order; return whether any moved."""
    order = [page.pk for page in wanted]
    present = list(
        parent.get_children()
        .filter(pk__in=order)
        .order_by("path")
        .values_list("pk", flat=True)
    )
    if present == order:
        return False
    for pk in order:
        Page.objects.get(pk=pk).move(Page.objects.get(pk=parent.pk), pos="last-child")
    return True


def retire_pages(pages: models.QuerySet, report: SyncReport) -> None:
    """Take pages off the site whose file is gone; what learners did with them stays."""
    for page in pages:
        page.unpublish()
        type(page).objects.filter(pk=page.pk).update(source_digest=RETIRED)
        report.retired.append(page.title)
