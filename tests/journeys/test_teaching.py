"""A trainer teaches a cohort: brings people in, gives them work, sees it done."""

import io
from datetime import date, timedelta

import pytest
from openpyxl import Workbook, load_workbook

from tests.journeys.courses import answer_check, begin_check, hand_in
from tests.journeys.visitors import PHONE

TRAINER = "trainer@arvania.example"
NEIGHBOUR = "learner@belmora.example"
MODULE = "Module 01: Introduction to the Data Sharing Mechanism"
PASSWORD = "lantern harbour ruler"


@pytest.fixture
def trainer(visitor):
    """Ana Rivas in her browser, every page examined."""
    person = visitor(examined=True)
    person.sign_in(TRAINER)
    return person


def make_cohort(trainer, name) -> None:
    """Make a cohort that begins today."""
    trainer.go("/en/cohorts/")
    trainer.follow("Make a cohort")
    trainer.press("Make this cohort", status=422)
    assert trainer.page.title().startswith("Error:")
    trainer.write("Name", name)
    trainer.write("First day", date.today().isoformat())
    trainer.press("Make this cohort")
    assert trainer.heading() == name


def list_of(trainer, folder, *rows):
    """Fill in the form that the platform gives, as an office would."""
    given = trainer.download(
        trainer.page.get_by_role("link", name="Download the form to fill in (XLSX)")
    )
    book: Workbook = load_workbook(io.BytesIO(given.read_bytes()))
    for row in rows:
        book.worksheets[0].append(row)
    path = folder / "learners.xlsx"
    book.save(path)
    return path


def test_cohort_from_a_workbook_learns_and_is_seen_to_have_learnt(
    trainer, visitor, reader, unique, tmp_path
):
    name, new = f"Officers {unique}", f"new-{unique}@border.example"
    make_cohort(trainer, name)
    trainer.follow("Import a file")
    path = list_of(
        trainer,
        tmp_path,
        [reader],
        [new, "Сабина Новая", "Sabina Novaya", "en", "Border Servise"],
        ["nonsense", "Nobody"],
    )
    trainer.hands.attach(trainer.page.get_by_label("File", exact=True), path)
    trainer.press("Look at this file")
    assert trainer.heading() == "Check before you import"
    assert "Did you mean Border Service?" in trainer.text()
    trainer.press("Check the corrected rows again")
    trainer.press("Let 1 in, invite 1")
    assert reader in trainer.text()
    assert new in trainer.text()
    follow_tab(trainer, "Assignments")
    trainer.follow("Assign a module or path")
    trainer.choose("Module or learning path", MODULE)
    trainer.write("Due on (optional)", (date.today() + timedelta(days=9)).isoformat())
    trainer.press("Assign it")
    assert MODULE in trainer.text()

    learner = visitor(examined=True)
    learner.sign_in(reader)
    assert "Due" in learner.text()
    begin_check(learner)
    answer_check(learner)
    hand_in(learner)
    assert learner.heading().startswith("You passed")
    learner.go("/en/learn/certificates/")
    code = learner.page.locator("main .code").first.inner_text()

    follow_tab(trainer, "Progress")
    row = trainer.page.locator("table.cohort-matrix tbody tr").first
    assert "done" in row.inner_text().lower()

    stranger = visitor(examined=True, viewport=PHONE)
    stranger.go(f"/verify/{code}/")
    assert "This certificate is valid" in stranger.text()
    assert MODULE in stranger.text()

    guest = visitor(examined=True)
    guest.go(guest.site.link_to(new))
    guest.write("Full name", "Сабина Новая")
    guest.write("Password", PASSWORD)
    guest.press("Accept and open my account")
    assert "Due" in guest.text()
    follow_tab(trainer, "Learners")
    assert "2 learners" in trainer.text()
    assert "Sabina Novaya" in trainer.text()


def test_link_on_the_wall_lets_in_whom_it_is_for(trainer, visitor, learner, unique):
    name, new = f"Wall {unique}", f"wall-{unique}@border.example"
    make_cohort(trainer, name)
    trainer.follow("Invite by link")
    trainer.write("How many people", "2")
    trainer.press("Make this link")
    link = trainer.page.locator(".join-address").inner_text()
    link = "/" + link.split("/", 3)[3]

    phone = {"viewport": PHONE, "examined": True}
    stranger = visitor(**phone)
    stranger.sign_in(NEIGHBOUR)
    stranger.go(link, status=403)
    assert "invitation link of Arvania" in stranger.text()
    assert name not in stranger.text()
    stranger.press("Sign in as somebody else")

    # The same telephone, now in the right hands.
    stranger.follow("Sign in to join")
    stranger.write("E-mail address", learner)
    stranger.write("Password", "streetlight")
    stranger.press("Sign in", within=stranger.page.locator("main"))
    assert name in stranger.text()
    stranger.press("Join this cohort")
    assert f"You are a learner of the cohort {name} now." in stranger.text()

    guest = visitor(**phone)
    guest.go(link)
    guest.write("E-mail address", new)
    guest.press("Send me the e-mail")
    assert guest.heading() == "Look into your e-mail"
    late = visitor(**phone)
    late.go(link, status=410)
    assert "All places of this link are taken" in late.text()
    guest.go(guest.site.link_to(new))
    guest.write("Full name", f"Wall Guest {unique}")
    guest.write("Password", PASSWORD)
    guest.press("Accept and open my account")

    follow_tab(trainer, "Learners")
    assert "2 learners" in trainer.text()
    trainer.use(
        trainer.page.locator("tr", has_text=f"Wall Guest {unique}").get_by_text(
            "Take out"
        )
    )
    trainer.press("Take this person out")
    assert "1 learner" in trainer.text()


def test_cohort_of_last_year_is_copied_with_its_dates(trainer, unique):
    trainer.go("/en/cohorts/?state=archived")
    trainer.use(trainer.page.locator("main tbody th a").first)
    assert "archived since" in trainer.text()
    trainer.follow("Copy for the next year")
    trainer.write("Name", f"Next {unique}")
    trainer.tick("The learners come along")
    trainer.press("Show the new dates")
    trainer.press("Make the copy")
    assert trainer.heading() == f"Next {unique}"
    assert "Module 02" in trainer.text()
    follow_tab(trainer, "Learners")
    assert "4 learners" in trainer.text()
    follow_tab(trainer, "Overview")
    trainer.follow("Archive this cohort")
    trainer.press("Archive this cohort")
    assert "archived since" in trainer.text()


def follow_tab(person, words) -> None:
    """Go to another page of the cohort."""
    person.follow(words, within=person.page.locator("nav.tabs"))
