"""Steps through a module check that several journeys take."""

QUESTIONS = 10
CHECK = "/en/checks/01-check/start/"


def begin_check(person) -> None:
    """Start the check of module 01 from its page of rules."""
    person.go(CHECK)
    person.press("Start the check")


def answer_check(person, numbers=range(1, QUESTIONS + 1), *, right: bool = True):
    """Answer these questions, one after another, and go on from each."""
    for number in numbers:
        assert f"Question {number} of {QUESTIONS}" in person.text()
        question = person.question()
        (question.answer if right else question.answer_wrong)(person.hands)
        onward = f"Save and go to question {number + 1}"
        person.press(onward if number < QUESTIONS else "Save and see all answers")


def hand_in(person, answered: int = QUESTIONS) -> None:
    """Hand in from the overview of all answers."""
    person.press(f"Hand in {answered} of {QUESTIONS} answers")
