"""The framework as everybody reads it."""

from dataclasses import replace

import pytest
from django.core.cache import cache
from django.urls import reverse

from assessments.maturity import assembling
from assessments.maturity.exporter import FORMATS, export_framework
from assessments.maturity.loader import load_frameworks
from assessments.maturity.models import FrameworkVersion
from assessments.maturity.workbook_reading import read_workbook
from lms.core.content_files import Problems
from tests.accounts.factories import UserFactory
from tests.assessments.maturity.instruments import framework

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped():
    """The framework that ships, loaded."""
    cache.clear()
    load_frameworks()
    return FrameworkVersion.objects.get()


def text_of(client, address):
    """The text of a page."""
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_page_shows_every_question_with_its_levels(client, shipped):
    page = text_of(client, "/en/framework/")

    for question in shipped.instrument().questions:
        assert f'id="{question.id}"' in page
        assert f"Levels and evidence of {question.id}" in page
    assert "10 dimensions" in page
    assert "51 questions" in page
    assert "13 essential" in page
    assert "No decision says who leads the work on migration data." in page
    assert page.count("<details") >= 51


def test_page_needs_a_constant_number_of_queries(
    client, shipped, django_assert_max_num_queries
):
    client.get("/en/framework/")

    with django_assert_max_num_queries(6):
        client.get("/en/framework/")


def test_shipped_framework_speaks_the_language_of_the_page(client, shipped):
    page = text_of(client, "/ar/framework/")

    assert "جهات التنسيق" in page
    assert '<span lang="en" dir="ltr">Focal points</span>' not in page


def test_text_in_the_language_of_the_page_is_plain(client):
    assembling.write(FrameworkVersion(), framework("statistics-office"))

    page = text_of(client, "/fr/framework/statistics-office/")

    assert "<bdi>P</bdi> · Personnel" in page
    assert '<span lang="en" dir="ltr">Backups: level 0 is reached.</span>' in page


def test_newest_published_version_is_shown(client):
    first = replace(framework("open-data"), title={"en": "Open data"})
    for version, state in (
        ("0.9.0", "published"),
        ("0.10.0", "published"),
        ("0.11.0", "draft"),
    ):
        assembling.write(
            FrameworkVersion(), replace(first, version=version, state=state)
        )

    assert "Version 0.10.0" in text_of(client, "/en/framework/open-data/")
    assert "Version 0.9.0" in text_of(client, "/en/framework/open-data/0.9.0/")
    assert client.get("/en/framework/open-data/0.11.0/").status_code == 404


def test_editor_reads_a_draft_which_says_so(client):
    draft = replace(framework("open-data"), state="draft")
    assembling.write(FrameworkVersion(), draft)
    client.force_login(UserFactory(is_superuser=True, is_staff=True))

    page = text_of(client, reverse("maturity:version", args=["open-data", "0.1.0"]))

    assert "This is a draft. Only editors see it." in page


def test_site_without_a_framework_says_not_found(client):
    assert client.get("/en/framework/").status_code == 404


def test_whoever_is_signed_in_takes_the_framework_along(client, shipped):
    address = reverse("maturity:framework")
    assert "Download as Excel" not in text_of(client, address)
    client.force_login(UserFactory())
    page = text_of(client, address)

    for kind in FORMATS:
        file = reverse(
            "maturity:version_file", args=[shipped.key, shipped.version, kind]
        )
        response = client.get(file)

        assert f'href="{file}"' in page
        assert (
            f"{shipped.key}-{shipped.version}.{kind}"
            in response.headers["Content-Disposition"]
        )
        # Writers of workbooks note the time; what is read back is the same.
        content = response.content
        if kind == "xlsx":
            read = read_workbook(content, name="x", problems=(found := Problems()))
            assert (found.errors, read) == ([], shipped.instrument())
        else:
            assert content == export_framework(shipped.instrument(), kind)
