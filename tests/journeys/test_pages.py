"""Every page there is, as each kind of person finds it: examined on arrival.

What needs a story of its own (checks, invitations, trouble) is examined in the
journeys; what a page shows is tested in its room.
"""

import pytest
from django.conf import settings

from tests.journeys.visitors import PHONE

MODULES = sorted(
    path.name for path in settings.MODULE_CONTENT_DIR.iterdir() if path.is_dir()
)
MODULE = "/en/modules/01-introduction-to-the-data-sharing-mechanism/"
STRANGER = [
    "/en/",
    "/en/modules/",
    "/en/modules/?role=statistician",
    "/en/modules/02-inter-ministerial-working-groups/",
    "/en/glossary/",
    "/en/framework/",
    "/ar/framework/",
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
    "/en/account-closed/",
]
LEARNER = [
    "/en/learn/",
    "/en/learn/notes/",
    "/en/learn/certificates/",
    "/en/learn/messages/",
    "/en/paths/focal_point/",
    "/ar/paths/focal_point/",
    "/en/profile/",
    "/en/profile/data/",
    "/en/profile/close/",
    "/en/account/email/",
    "/en/account/password/change/",
    "/en/account/2fa/",
    "/en/account/logout/",
    "/en/checks/01-check/start/",
    "/ar/learn/",
    "/ar/learn/notes/",
    "/ar/learn/certificates/",
    "/ar/profile/",
    "/ar/profile/data/",
    "/ar/profile/close/",
    "/ar/account/2fa/",
]
ADMINISTRATOR = [
    "/en/country/people/",
    "/en/country/people/?q=ЫЫЫ",
    "/en/country/people/?q=nobody",
    "/en/country/invitations/",
    "/en/country/invitations/new/",
    "/en/country/mails/",
    "/en/country/activity/",
    "/en/country/certificates/",
    "/en/country/checks/",
    "/ar/country/people/",
    "/ar/country/activity/",
]
#: The running cohort of the demonstration; the archived one is made before it.
COHORT = "cohorts/2"
TRAINER = [
    MODULE,
    "/en/cohorts/",
    "/en/cohorts/?state=archived",
    "/en/cohorts/new/",
    "/en/cohorts/1/",
    f"/en/{COHORT}/",
    f"/en/{COHORT}/edit/",
    f"/en/{COHORT}/members/",
    f"/en/{COHORT}/members/?state=left",
    f"/en/{COHORT}/members/add/?q=tal",
    f"/en/{COHORT}/members/import/",
    f"/en/{COHORT}/members/emails/",
    f"/en/{COHORT}/members/links/",
    f"/en/{COHORT}/assignments/",
    f"/en/{COHORT}/assignments/new/",
    f"/en/{COHORT}/copy/",
    f"/en/{COHORT}/archive/",
    f"/en/{COHORT}/progress/",
    f"/en/{COHORT}/progress/?state=late&sort=-done&modules=all",
    f"/en/{COHORT}/progress/stuck/",
    f"/en/{COHORT}/progress/marking/",
    f"/en/{COHORT}/messages/",
    f"/en/{COHORT}/messages/reminders/",
    f"/en/{COHORT}/results/",
    f"/en/{COHORT}/results/summary/",
    f"/en/{COHORT}/sessions/",
    f"/en/{COHORT}/sessions/new/",
    f"/en/{COHORT}/sessions/participation/",
    f"/en/{COHORT}/paper-results/",
    f"/ar/{COHORT}/sessions/",
    "/en/cohorts/people/",
    f"/ar/{COHORT}/progress/",
    f"/ar/{COHORT}/progress/stuck/",
    f"/ar/{COHORT}/",
    f"/ar/{COHORT}/members/",
    "/en/guides/01/",
    "/en/country/checks/",
    "/en/country/checks/texts/",
    "/en/country/checks/of/01-check/",
    "/ar/country/checks/of/01-check/",
    "/en/country/checks/of/01-check/papers/",
    "/ar/country/checks/of/01-check/papers/",
]
SYSTEM = [
    "/en/country/people/",
    "/en/country/mails/",
    "/en/country/record/",
    "/en/country/activity/",
    "/en/country/checks/corrections/",
    "/en/rules/",
    "/ar/rules/",
    "/en/rules/lesson/",
    "/en/rules/path/",
    "/en/rules/module/?module=02",
    "/en/rules/module/?lessons_percent=50&reason=Pilot",
    "/en/rules/module/?lessons_percent=50&reason=Pilot&list=more",
    "/ar/rules/lesson/?read=on&check=not_asked&reason=Pilot",
]
#: Rounds of the demonstration: Arvania's last and current one, Belmora's.
LAST, CURRENT, NEIGHBOURS = "assess/1", "assess/2", "assess/3"
COORDINATOR = [
    "/en/assess/",
    "/ar/assess/",
    f"/en/{CURRENT}/",
    f"/ar/{CURRENT}/",
    f"/en/{CURRENT}/people/",
    f"/ar/{CURRENT}/people/",
    f"/en/{CURRENT}/institutions/",
    f"/en/{CURRENT}/institutions/add/",
    f"/en/{CURRENT}/due/",
    f"/en/{CURRENT}/move/agreeing/",
    f"/en/{CURRENT}/move/draft/",
    f"/en/{CURRENT}/agree/",
    f"/ar/{CURRENT}/agree/B1/",
    f"/en/{LAST}/",
    f"/en/{LAST}/result/",
    f"/ar/{LAST}/result/",
    f"/en/{LAST}/result/B/",
    f"/en/{LAST}/agree/B1/",
    "/en/assess/new/",
]
VALIDATOR = [
    "/en/assess/",
    f"/en/{NEIGHBOURS}/",
    f"/en/{NEIGHBOURS}/validate/",
    f"/ar/{NEIGHBOURS}/validate/B1/",
    f"/en/{NEIGHBOURS}/move/agreeing/",
    f"/en/{NEIGHBOURS}/result/",
]
RESPONDENT = ["/en/assess/", f"/en/{CURRENT}/", f"/ar/{CURRENT}/"]
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
    "coordinator@arvania.example": COORDINATOR,
    "validator@arvania.example": VALIDATOR,
    "respondent@arvania.example": RESPONDENT,
}


@pytest.mark.slow
@pytest.mark.parametrize("module", MODULES)
def test_every_lesson_of_a_module(module, visitor):
    reader = visitor(examined=True)
    home = f"/en/modules/{module}/"
    reader.go(home)
    lessons = paths_in(reader, "main .lesson-list a")
    lessons = [path for path in lessons if path.startswith(home)]
    assert lessons
    look_at(reader, lessons)


def test_every_module_has_its_card(visitor):
    reader = visitor()
    reader.go("/en/modules/")
    homes = {f"/en/modules/{module}/" for module in MODULES}
    assert set(paths_in(reader, "main .cards a")) == homes


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
    stranger.go("/verify/7KQ2-M4XD-91TF/", status=404)


def test_open_menus_on_a_phone(visitor, learner):
    person = visitor(viewport=PHONE, examined=True)
    person.sign_in(learner)
    for path in ("/en/learn/", MODULE + "four-roles/", "/ar/learn/"):
        person.go(path)
        for menu in person.page.locator("summary:visible").all():
            menu.press("Enter")
            person.arrive(covered=True)
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
