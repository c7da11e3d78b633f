"""Interface texts: nothing missing, nothing lost in translation."""

import gettext
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

from lms.core.translations import catalogues, compile_messages

ROOMS = ("lms", "modules", "assessments", "toolkit")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|(%[sd])")
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != "en"]


@pytest.fixture(params=LANGUAGES)
def catalogue(request):
    """Return each language's catalogue in turn."""
    return polib.pofile(str(path_of(request.param)))


def path_of(language: str) -> Path:
    """Return where a language's catalogue is."""
    return settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.po"


def placeholders(text: str) -> set[str]:
    """Return the names that a text has values put in for."""
    return {"".join(names) for names in PLACEHOLDER.findall(text)}


def texts(catalogue) -> set[tuple[str, str, str]]:
    """Return what identifies each entry in use: context, text, plural."""
    return {
        (entry.msgctxt or "", entry.msgid, entry.msgid_plural)
        for entry in catalogue
        if not entry.obsolete
    }


def test_every_language_has_a_catalogue():
    assert catalogues() == sorted(path_of(language) for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_compiles(language):
    compile_messages()

    with path_of(language).with_suffix(".mo").open("rb") as compiled:
        info = gettext.GNUTranslations(compiled).info()

    assert info["language"] == language
    assert "nplurals" in info["plural-forms"]


def test_translations_keep_the_placeholders(catalogue):
    lost = {
        entry.msgid: entry.msgstr
        for entry in catalogue.translated_entries()
        if not entry.msgid_plural
        and placeholders(entry.msgstr) != placeholders(entry.msgid)
    }

    assert lost == {}


def test_plural_translations_keep_the_placeholders(catalogue):
    forms = int(re.search(r"nplurals=(\d)", catalogue.metadata["Plural-Forms"])[1])
    wrong = {}
    for entry in catalogue.translated_entries():
        if entry.msgid_plural:
            known = placeholders(entry.msgid_plural)
            given = [placeholders(text) for text in entry.msgstr_plural.values()]
            # "One lesson" need not say the number; the largest form has to.
            whole = len(given) == forms and given[-1] == known
            if not whole or not set().union(*given) <= known:
                wrong[entry.msgid] = entry.msgstr_plural

    assert wrong == {}


def test_nothing_is_marked_fuzzy(catalogue):
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


@pytest.mark.slow
def test_catalogues_hold_every_text_of_the_code(tmp_path):
    if shutil.which("xgettext") is None:
        pytest.skip("SKIPPED: the gettext tools are missing (apt install gettext)")
    for room in (*ROOMS, "locale"):
        shutil.copytree(
            settings.BASE_DIR / room,
            tmp_path / room,
            ignore=shutil.ignore_patterns("content", "__pycache__", "*.mo"),
        )

    subprocess.run(
        [
            *(sys.executable, "-m", "django", "makemessages", "--no-obsolete"),
            *("--add-location", "file", "--keep-pot", "--locale", LANGUAGES[0]),
        ],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        check=True,
        capture_output=True,
    )

    in_code = texts(polib.pofile(str(tmp_path / "locale" / "django.pot")))
    for language in LANGUAGES:
        in_catalogue = texts(polib.pofile(str(path_of(language))))
        assert sorted(in_code - in_catalogue) == [], f"{language}: make messages"
        assert sorted(in_catalogue - in_code) == [], f"{language}: make messages"
