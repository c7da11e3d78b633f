"""A trainer teaches in a room: a session, who came, a check on paper typed in."""

import io
from datetime import date

from openpyxl import load_workbook

from tests.journeys.test_teaching import TRAINER, list_of, make_cohort
from tests.journeys.visitors import PHONE

PAPERS = "/en/country/checks/of/01-check/papers/"


def fill_in(trainer, folder, letters):
    """Type the same into the first columns of the first learner, as an office would."""
    link = trainer.page.get_by_role("link", name="Download the workbook (XLSX)")
    book = load_workbook(io.BytesIO(trainer.download(link).read_bytes()))
    for place, letter in enumerate(letters, start=5):
        book.worksheets[0].cell(4, place, letter)
    path = folder / "results.xlsx"
    book.save(path)
    return path


def send(trainer, path, *, status=200) -> None:
    """Send the workbook for the session that was held."""
    session = trainer.page.get_by_label("Session in which it was written")
    session.select_option(index=1)
    field = trainer.page.get_by_label("Workbook with the results")
    trainer.hands.attach(field, path)
    trainer.press("Look at the results", status=status)


def test_session_attendance_and_results_of_a_paper(visitor, reader, unique, tmp_path):
    trainer = visitor(examined=True)
    trainer.sign_in(TRAINER)
    make_cohort(trainer, f"Classroom {unique}")
    trainer.follow("Import a file")
    people = list_of(trainer, tmp_path, [reader])
    trainer.hands.attach(trainer.page.get_by_label("File", exact=True), people)
    trainer.press("Look at this file")
    trainer.press("Let 1 person in")

    trainer.follow("Sessions")
    trainer.follow("Plan a session")
    trainer.write("Title", "Group work")
    trainer.choose(
        "Module (optional)", "Module 01: Introduction to the Data Sharing Mechanism"
    )
    trainer.write("Day", date.today().isoformat())
    trainer.write("Begins at", "00:01")
    trainer.press("Plan this session")
    assert "Group work" in trainer.text()

    trainer.use(trainer.page.get_by_role("link", name="Note who came"))
    trainer.press("All the rest present, and save")
    assert "Attendance is noted for 1 learner." in trainer.page.content()
    trainer.follow("Back to the sessions")

    sessions = trainer.page.url
    trainer.go(PAPERS)
    if "Make paper A" in trainer.text():
        trainer.press("Make paper A")
    trainer.go(sessions.removeprefix(trainer.site.url))
    trainer.use(trainer.page.locator("main a[href*='?session=']").first)
    send(trainer, fill_in(trainer, tmp_path, ["z"]), status=422)
    assert "row 4, column E: “z” is not printed there." in trainer.text()
    send(trainer, fill_in(trainer, tmp_path, ["a"]))
    assert trainer.heading() == "Check before you record"
    trainer.press("Record 1 result")
    assert "The result of 1 learner is recorded." in trainer.page.content()

    learner = visitor(viewport=PHONE, examined=True)
    learner.sign_in(reader)
    learner.go("/en/learn/")
    assert "Results" in learner.text()
