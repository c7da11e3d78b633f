"""The page about the activity record."""

import pytest

from lms.accounts.roles import Role
from lms.learning import services
from lms.learning.models import Statement
from tests.accounts.factories import make_person
from tests.learning.factories import make_module

PAGE = "/en/country/record/"


@pytest.fixture
def signed_in(client, db):
    """The browser of somebody who looks after the platform."""
    client.force_login(make_person(Role.SYSTEM_ADMINISTRATOR))
    return client


@pytest.fixture
def store(settings):
    """The activity record is on and a store is named."""
    settings.XAPI_ACTIVITY = True
    settings.LRS_ENDPOINT = "https://lrs.example.org/xapi"
    settings.LRS_SECRET = "very secret"


def text(response) -> str:
    """Return the page with runs of space made one."""
    return " ".join(response.content.decode().split())


def test_page_says_that_it_is_off(signed_in):
    assert "The activity record is off" in text(signed_in.get(PAGE))


def test_page_says_what_waits_and_why(signed_in, store, mira):
    module = make_module("91", lessons=2)
    services.finish_lesson(mira, module, module.lessons[0])
    Statement.objects.update(last_error="503 down for maintenance")

    page = text(signed_in.get(PAGE))

    assert "Statements go to <bdi>lrs.example.org</bdi>." in page
    assert "503 down for maintenance" in page
    assert "very secret" not in page
    assert "<dt>Waiting</dt> <dd ><bdi>4</bdi></dd>" in page


def test_try_again_makes_everything_due(signed_in, store, mira):
    module = make_module("91", lessons=2)
    services.finish_lesson(mira, module, module.lessons[0])
    Statement.objects.update(state="refused", last_error="400 no")

    signed_in.post(f"{PAGE}try-again/")

    assert Statement.objects.due().count() == 4


def test_tab_is_there_only_while_it_is_on(signed_in, settings):
    off = text(signed_in.get("/en/country/people/"))
    settings.XAPI_ACTIVITY = True
    on = text(signed_in.get("/en/country/people/"))

    assert PAGE not in off
    assert PAGE in on
