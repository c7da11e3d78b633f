"""A trainer sees who is stuck and writes to them; the learner reads it."""

TRAINER = "trainer@arvania.example"
#: The running cohort of the demonstration; the archived one is made before it.
COHORT = "/en/cohorts/2"


def test_trainer_writes_to_a_learner_who_reads_it(visitor, unique):
    trainer = visitor(examined=True)
    trainer.sign_in(TRAINER)
    trainer.go(f"{COHORT}/progress/")
    trainer.write("Name, e-mail or institution", "learner@arvania.example")
    trainer.press("Show")
    assert "1 learner" in trainer.text()
    name = trainer.page.locator(".cohort-matrix tbody a").inner_text()
    trainer.tick(name)
    trainer.press("Write to the learners ticked")
    trainer.press("Look at the message", status=422)
    assert trainer.page.title().startswith("Error:")
    trainer.write("Subject", f"Meeting {unique}")
    trainer.write("Text", "Bring your plan.\n\nSee you on Monday.")
    trainer.press("Look at the message")
    assert "As learners read it" in trainer.text()
    trainer.press("Send to 1 learner")
    assert trainer.heading() == f"Meeting {unique}"
    assert "sent on" in trainer.text()

    learner = visitor(examined=True)
    learner.sign_in("learner@arvania.example")
    learner.go("/en/learn/messages/")
    assert f"Meeting {unique}" in learner.text()

    stranger = visitor()
    stranger.sign_in("learner@belmora.example")
    stranger.go("/en/learn/messages/")
    assert unique not in stranger.text()
    stranger.go(f"{COHORT}/progress/", status=403)


def test_trainer_sorts_filters_and_takes_results_away(visitor):
    trainer = visitor(examined=True)
    trainer.sign_in(TRAINER)
    trainer.go(f"{COHORT}/progress/")
    trainer.use(trainer.page.locator("thead a").nth(1))
    done = trainer.page.locator(".cohort-matrix tbody td:nth-of-type(1)")
    counts = [int(text.split("/")[0]) for text in done.all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    trainer.choose("State", "Something is late")
    trainer.press("Show")
    assert "late" in trainer.text()
    trainer.follow("Results")
    link = trainer.page.get_by_role("link", name="All results (XLSX)")
    assert trainer.download(link).read_bytes().startswith(b"PK")
    trainer.follow("Summary for the ministry")
    assert "This summary names nobody." in trainer.text()
