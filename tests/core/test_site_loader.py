"""Home and standard pages: from files, left alone once edited, and back."""

import pytest
from wagtail.models import Page, Site

from lms.core.content_files import ContentRefused
from lms.core.models import HomePage, StandardPage
from lms.core.site_loader import CONTENT, home_file_text, load_site, standard_file_text

HOME = """---
title: Better migration data
slug: home
lede: For officials.
parts:
- key: learn
  title: Learn
  text: Sixteen modules.
honest:
- Several institutions answer.
---
"""
ABOUT = """---
title: About
slug: about
lede: What it is.
---

First paragraph.

::: note
title: A note
---
With text.
:::
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "home.md").write_text(HOME)
    (tmp_path / "en" / "about.md").write_text(ABOUT)
    return tmp_path


@pytest.mark.django_db
def test_load_makes_home_the_front_page(files):
    report = load_site(files)

    home = HomePage.objects.get()
    assert report.created == ["en/home", "en/about"]
    assert Site.objects.get().root_page_id == home.pk
    assert list(Page.objects.child_of(Page.get_first_root_node())) == [home.page_ptr]


@pytest.mark.django_db
def test_load_twice_changes_nothing(files):
    load_site(files)

    report = load_site(files)

    assert not report
    assert len(report.unchanged) == 2


@pytest.mark.django_db
def test_pages_come_back_as_their_files(files):
    load_site(files)

    assert home_file_text(HomePage.objects.get()) == HOME
    assert standard_file_text(StandardPage.objects.get()) == ABOUT


@pytest.mark.django_db
def test_changed_file_changes_the_page(files):
    load_site(files)
    (files / "en" / "about.md").write_text(ABOUT.replace("First", "Other"))

    report = load_site(files)

    assert report.updated == ["en/about"]
    assert "Other paragraph" in str(StandardPage.objects.get().body)


@pytest.mark.django_db
def test_edited_page_is_left_alone_unless_told(files):
    load_site(files)
    page = StandardPage.objects.get()
    page.lede = "Edited by a person."
    page.save_revision().publish()
    (files / "en" / "about.md").write_text(ABOUT.replace("First", "Other"))

    assert load_site(files).skipped == ["en/about"]
    assert StandardPage.objects.get().lede == "Edited by a person."
    assert load_site(files, overwrite=True).updated == ["en/about"]
    assert StandardPage.objects.get().lede == "What it is."


@pytest.mark.django_db
def test_draft_of_an_editor_is_left_alone(files):
    load_site(files)
    page = StandardPage.objects.get()
    page.lede = "A draft."
    page.save_revision()

    assert load_site(files).skipped == ["en/about"]
    assert StandardPage.objects.get().get_latest_revision_as_object().lede == "A draft."


@pytest.mark.django_db
def test_page_whose_file_is_gone_is_retired_not_deleted(files):
    load_site(files)
    (files / "en" / "about.md").unlink()

    assert load_site(files).retired == ["About"]
    assert StandardPage.objects.get().live is False


@pytest.mark.django_db
def test_dry_run_changes_nothing(files):
    report = load_site(files, dry_run=True)

    assert report.created == ["en/home", "en/about"]
    assert HomePage.objects.count() == 0


@pytest.mark.django_db
def test_wrong_files_are_refused_whole_with_file_line_and_remedy(files):
    (files / "en" / "about.md").write_text(
        ABOUT.replace("title: A note", "heading: A note")
    )
    (files / "en" / "home.md").write_text(HOME.replace("key: learn", "key: lern"))

    with pytest.raises(ContentRefused) as refused:
        load_site(files)

    places = [
        (error.file.rsplit("/", 1)[-1], error.line) for error in refused.value.errors
    ]
    assert places == [("about.md", 9), ("home.md", 6)]
    assert "'note' has no option 'heading'. It knows: title." in str(refused.value)
    assert "Did you mean `learn`?" in str(refused.value)
    assert HomePage.objects.count() == 0


def test_shipped_pages_are_canonical():
    for path in CONTENT.glob("*/*.md"):
        text = path.read_text(encoding="utf-8")
        assert text.endswith("\n")
        assert not any(line.endswith(" ") for line in text.split("\n")), path
