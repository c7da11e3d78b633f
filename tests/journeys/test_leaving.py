"""Seeing what is held, taking it along, and closing the account."""

import json
import zipfile

from lms.accounts.demo import DEMO_PASSWORD


def test_learner_takes_everything_along_and_leaves(visitor, learner):
    person = visitor(examined=True)
    person.sign_in(learner)
    person.go("/en/profile/")
    person.follow("See and take along what is held about you")
    assert person.heading() == "What is held about you"
    person.press("Make the archive")
    link = person.page.get_by_role("link", name="Download the archive")
    with zipfile.ZipFile(person.download(link)) as packed:
        profile = json.loads(packed.read("data/profile.json"))
    assert profile["rows"][0]["email"] == learner

    person.follow("Close the account")
    person.write("Password", "not my password")
    person.press("Close my account for good", status=422)
    assert person.page.title().startswith("Error:")
    person.write("Password", DEMO_PASSWORD)
    person.press("Close my account for good")
    assert person.heading() == "Your account is closed"
    assert person.site.email_to(learner)["Subject"] == "Your account is closed"

    person.go("/en/profile/")
    assert person.heading() == "Sign in"


def test_last_administrator_of_a_country_is_told_to_hand_over_first(visitor):
    person = visitor(examined=True)
    person.sign_in("administrator@belmora.example")
    person.go("/en/profile/close/")
    person.write("Password", DEMO_PASSWORD)
    person.press("Close my account for good", status=422)

    assert "You are the last country administrator of Belmora." in person.text()
