"""The home page and the standard pages, from files in lms/core/content/<language>/.

    home.md        front matter only: title, slug, lede, parts, honest, quotation
    about.md ...   front matter (title, slug, lede) and a body

Loading is read, validate, sync: nothing is written before every file is right.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from lms.core.blocks import BodyStreamBlock
from lms.core.content_files import Part, Problems
from lms.core.models import HomePage, StandardPage
from lms.core.page_files import (
    PageFile,
    SyncReport,
    front_matter,
    page_file_text,
    read_page_file,
    retire_pages,
    sync_page,
)

CONTENT = Path(__file__).parent / "content"
#: Standard pages in the order of the footer.
ORDER = ("about", "help", "accessibility", "privacy")
#: What a part of the home page says, in the order of the file. PostgreSQL does not
#: keep the order of keys.
PART = ("key", "title", "text")
_BODY = BodyStreamBlock()


@dataclass(frozen=True)
class SiteText:
    """One page of the site in one language: its values and its file's digest."""

    language: str
    name: str
    values: dict
    digest: str


def load_site(
    root: Path = CONTENT, *, overwrite: bool = False, dry_run: bool = False
) -> SyncReport:
    """Load all pages of the site; raise ContentRefused when a file is wrong.

    dry_run: do everything, then take it back.
    """
    texts = read_site(root)
    report = SyncReport()
    with transaction.atomic():
        for language in (code for code, _name in settings.LANGUAGES):
            chosen = {text.name: text for text in texts if text.language == language}
            if "home" in chosen:
                _sync_language(language, chosen, overwrite=overwrite, report=report)
        if dry_run:
            transaction.set_rollback(True)
    return report


def read_site(root: Path) -> list[SiteText]:
    """Read and validate every file below root; raise ContentRefused."""
    problems = Problems()
    texts = []
    for path in sorted(root.glob("*/*.md")):
        language = path.parent.name
        if language not in dict(settings.LANGUAGES):
            problems.add(
                path,
                None,
                f"`{language}` is not a language of this site.",
                "Name the folder by a language code.",
            )
            continue
        file = read_page_file(
            path, _BODY, problems, seed=f"site/{language}/{path.stem}"
        )
        if file is None:
            continue
        values = _home_values(file) if path.stem == "home" else _standard_values(file)
        file.front.finish()
        texts.append(SiteText(language, path.stem, values, file.digest))
    problems.refuse()
    return texts


def _standard_values(file: PageFile) -> dict:
    front = file.front
    return {
        "title": front.text("title", limit=255),
        "slug": front.text("slug", limit=80),
        "lede": front.text("lede", required=False),
        "body": json.dumps(file.body),
    }


def _home_values(file: PageFile) -> dict:
    front = file.front
    return {
        "title": front.text("title", limit=255),
        "slug": front.text("slug", limit=80),
        "lede": front.text("lede"),
        "parts": json.dumps([_part(part) for part in front.parts("parts")]),
        "honest": json.dumps(
            [
                {"type": "sentence", "value": item.as_text()}
                for item in front.items("honest")
            ]
        ),
        "quotation": front.text("quotation", required=False, limit=200),
        "quotation_source": front.text("quotation_source", required=False, limit=300),
    }


def _part(part: Part) -> dict:
    value = {
        "key": part.choice("key", ("learn", "assess", "plan")),
        "title": part.text("title", limit=40),
        "text": part.text("text", limit=300),
    }
    part.finish()
    return {"type": "part", "value": value}


def home_file_text(page: HomePage) -> str:
    """Return the home page as its file."""
    front = {
        "title": page.title,
        "slug": page.slug,
        "lede": page.lede,
        "parts": [
            {name: item["value"][name] for name in PART} for item in page.parts.raw_data
        ],
        "honest": [item["value"] for item in page.honest.raw_data],
    }
    if page.quotation:
        front |= {
            "quotation": page.quotation,
            "quotation_source": page.quotation_source,
        }
    return f"---\n{front_matter(front)}---\n"


def standard_file_text(page: StandardPage) -> str:
    """Return a standard page as its file."""
    front = {"title": page.title, "slug": page.slug, "lede": page.lede}
    return page_file_text(front, list(page.body.raw_data), _BODY)


def _sync_language(
    language: str, texts: dict, *, overwrite: bool, report: SyncReport
) -> None:
    locale, _created = Locale.objects.get_or_create(language_code=language)
    home = _sync_home(locale, texts.pop("home"), overwrite=overwrite, report=report)
    for name in sorted(texts, key=lambda n: (ORDER.index(n) if n in ORDER else 99, n)):
        text = texts[name]
        page = (
            StandardPage.objects.child_of(home).filter(slug=text.values["slug"]).first()
        )
        sync_page(
            page,
            model=StandardPage,
            parent=home,
            values=_with_original(text, home),
            source_digest=text.digest,
            as_file=standard_file_text,
            label=f"{language}/{name}",
            overwrite=overwrite,
            report=report,
        )
    slugs = [text.values["slug"] for text in texts.values()]
    gone = StandardPage.objects.child_of(home).live().exclude(source_digest="")
    retire_pages(gone.exclude(slug__in=slugs), report)


def _with_original(text: SiteText, home: HomePage) -> dict:
    """Return the values, tied to the page of the same name in the default language."""
    original = (
        StandardPage.objects.filter(
            locale__language_code=settings.LANGUAGE_CODE, slug=text.values["slug"]
        )
        .exclude(locale=home.locale)
        .first()
    )
    if original is None:
        return text.values
    return text.values | {"translation_key": original.translation_key}


def _sync_home(
    locale: Locale, text: SiteText, *, overwrite: bool, report: SyncReport
) -> HomePage:
    values = text.values
    original = HomePage.objects.filter(
        locale__language_code=settings.LANGUAGE_CODE
    ).first()
    if original and locale.language_code != settings.LANGUAGE_CODE:
        values = values | {
            "slug": f"{values['slug']}-{locale.language_code}",
            "translation_key": original.translation_key,
        }
    root = Page.get_first_root_node()
    root.locale = locale
    _free_the_slug(root, values["slug"])
    home = sync_page(
        HomePage.objects.filter(locale=locale).first(),
        model=HomePage,
        parent=root,
        values=values,
        source_digest=text.digest,
        as_file=home_file_text,
        label=f"{locale.language_code}/home",
        overwrite=overwrite,
        report=report,
    )
    if locale.language_code == settings.LANGUAGE_CODE:
        _make_front(home)
    return home


def _free_the_slug(root: Page, slug: str) -> None:
    """Take the slug from Wagtail's welcome page, which comes with a new database."""
    for page in Page.objects.child_of(root).filter(slug=slug):
        if page.specific_class is Page:
            page.slug = f"wagtail-{slug}"
            page.save(update_fields=["slug"])


def _make_front(home: HomePage) -> None:
    """Make this the page of the site, in place of Wagtail's welcome page."""
    site, _created = Site.objects.get_or_create(
        is_default_site=True,
        defaults={
            "hostname": "localhost",
            "root_page": home,
            "site_name": settings.SITE_NAME,
        },
    )
    if site.root_page_id != home.pk:
        welcome = site.root_page
        site.root_page, site.site_name = home, settings.SITE_NAME
        site.save()
        if welcome.specific_class is Page and not welcome.get_children().exists():
            welcome.delete()
