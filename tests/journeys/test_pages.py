"""Every page there is, as each kind of person finds it: examined on arrival.

What needs a story of its own (checks, invitations, trouble) is examined in the
journeys; what a page shows is tested in its room.
"""

import pytest

from tests.journeys.visitors import PHONE

MODULE = "/en/modules/01-introduction-to-the-data-sharing-mechanism/"
STRANGER = [
    "/en/",
    "/en/modules/",
    "/en/modules/?role=statistician",
    "/en/modules/02-inter-ministerial-working-groups/",
    "/en/glossary/",
    "/en/about/",
    "/en/help/",
    "/en/privacy/",
    "/en/accessibility/",
    "/en/account/login/",
    "/en/account/signup/",
    "/en/account/password/reset/",
    "/en/account/password/reset/key/done/",
    "/en/account/confirm-email/",
    "/en/account/inactive/",
    "/ar/account/login/",
    "/ar/account/signup/",
    "/ar/account/password/reset/",
    "/ru/account/signup/",
    "/verify/",
]
LEARNER = [
    "/en/learn/",
    "/en/learn/notes/",
    "/en/learn/certificates/",
    "/en/profile/",
    "/en/account/email/",
    "/en/account/password/change/",
    "/en/account/2fa/",
    "/en/account/logout/",
    "/en/checks/01-check/start/",
    "/ar/learn/",
    "/ar/learn/notes/",
    "/ar/learn/certificates/",
    "/ar/profile/",
    "/ar/account/2fa/",
]
ADMINISTRATOR = [
    "/en/country/people/",
    "/en/country/people/?q=ЫЫЫ",
    "/en/country/people/?q=nobody",
    "/en/country/invitations/",
    "/en/country/invitations/new/",
    "/en/country/activity/",
    "/en/country/certificates/",
    "/en/country/checks/",
    "/ar/country/people/",
    "/ar/country/activity/",
]
TRAINER = [
    MODULE,
    "/en/guides/01/",
    "/en/country/checks/",
    "/en/country/checks/texts/",
    "/en/country/checks/of/01-check/",
    "/ar/country/checks/of/01-check/",
]
SYSTEM = [
    "/en/country/people/",
    "/en/country/activity/",
    "/en/country/checks/corrections/",
]
STAFF = [
    "/en/styleguide/",
    "/en/styleguide/?dir=rtl",
    "/en/styleguide/?scheme=dark",
    "/ar/styleguide/",
]
PAGES = {
    "learner@belmora.example": LEARNER,
    "administrator@arvania.example": ADMINISTRATOR,
    "trainer@arvania.example": TRAINER,
    "system@arvania.example": SYSTEM,
}


@pytest.mark.slow
def test_every_lesson_of_every_module(visitor):
    reader = visitor(examined=True)
    titles = {}
    reader.go("/en/modules/")
    for module in paths_in(reader, "main .cards a"):
        reader.go(module)
        for lesson in paths_in(reader, "main .lesson-list a"):
            if lesson.startswith(module):
                reader.go(lesson)
                assert titles.setdefault(reader.page.title(), lesson) == lesson
    assert len(titles) >= 7


def test_pages_for_everybody(visitor):
    look_at(visitor(examined=True), STRANGER)


@pytest.mark.parametrize("email", PAGES)
def test_pages_of(email, visitor, site):
    site.new_person("learner")  # and with them one whose name is 200 letters long
    person = visitor(examined=True)
    person.sign_in(email)
    look_at(person, PAGES[email])


def test_style_guide_in_both_directions(visitor, site):
    person = visitor(examined=True)
    person.sign_in(site.new_person("staff"))
    for path in STAFF:
        person.go(path)


def test_pages_that_refuse(visitor, learner):
    stranger = visitor(examined=True)
    for path in ("/en/nothing/", "/ar/nothing/", "/ar/", "/fr/modules/"):
        stranger.go(path, status=404)
    learner_here = visitor(examined=True)
    learner_here.sign_in(learner)
    learner_here.go("/en/country/people/", status=403)


def test_check_of_certificates_in_arabic(visitor):
    stranger = visitor(examined=True)
    stranger.go("/verify/")
    stranger.page.locator("summary", has_text="Language:").click()
    stranger.use(stranger.page.get_by_role("button", name="العربية"))
    assert stranger.page.evaluate("document.documentElement.lang") == "ar"
    stranger.go("/verify/7KQ2-M4XD-91TF/")


def test_open_menus_on_a_phone(visitor, learner):
    person = visitor(viewport=PHONE, examined=True)
    person.sign_in(learner)
    for path in ("/en/learn/", MODULE + "four-roles/", "/ar/learn/"):
        person.go(path)
        for menu in person.page.locator("summary:visible").all():
            menu.press("Enter")
            person.arrive()
            menu.press("Enter")


def test_scheme_is_remembered(visitor):
    stranger = visitor(examined=True)
    stranger.go("/en/about/")
    stranger.press("dark")
    stranger.go("/en/help/")
    assert stranger.page.locator("html").get_attribute("data-scheme") == "dark"
    assert (
        stranger.page.get_by_role("button", name="dark").get_attribute("aria-pressed")
        == "true"
    )


def paths_in(person, selector: str) -> list[str]:
    """Return where the links of a list lead, without places within a page."""
    links = person.page.locator(selector).all()
    return [link.get_attribute("href").partition("#")[0] for link in links]


def look_at(person, paths) -> None:
    """Go to all of these pages; in one language no two have the same title."""
    titles = {}
    for path in paths:
        person.go(path)
        place = (path.split("/")[1], person.page.title())
        plain = path.partition("?")[0]
        assert titles.setdefault(place, plain) == plain
