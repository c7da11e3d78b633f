"""Leaving a module check and coming back; handing in once, whatever one presses."""

from tests.journeys.courses import CHECK, answer_check, begin_check, hand_in


def test_check_goes_on_at_another_machine(visitor, learner):
    office = visitor()
    office.sign_in(learner)
    begin_check(office)
    answer_check(office, range(1, 4))
    question = office.question().text["key"]
    office.leave()

    home = visitor()
    home.sign_in(learner)
    home.go(CHECK)
    home.press("Go on with the check")
    assert "Question 4 of 10" in home.text()
    assert home.question().text["key"] == question
    answer_check(home, range(4, 11))
    assert "not answered" not in home.text()
    hand_in(home)
    assert home.heading() == "You passed: 10 of 10"


def test_answer_typed_but_not_sent_is_kept(visitor, learner):
    person = visitor()
    person.sign_in(learner)
    begin_check(person)
    person.question().answer(person.hands)
    person.page.get_by_text("Saved at").wait_for()

    again = visitor()
    again.sign_in(learner)
    again.go(CHECK)
    again.press("Go on with the check")
    assert "1 of 10 questions answered" in again.text()


def test_back_after_handing_in_shows_the_result(visitor, learner):
    person = visitor()
    person.sign_in(learner)
    begin_check(person)
    answer_check(person)
    hand_in(person)
    result = person.page.url
    for _step in range(3):
        person.page.go_back()
        person.arrive()
        assert person.page.url == result
        assert person.heading() == "You passed: 10 of 10"
    assert attempts_of(person) == ["Attempt 1 (this one)"]


def test_handing_in_twice_at_once_makes_one_result(visitor, reader):
    person = visitor()
    person.sign_in(reader)
    begin_check(person)
    answer_check(person)
    second = person.context.new_page()
    second.goto(person.page.url)
    pages = [person.page, second]
    for page in pages:
        button = page.get_by_role("button", name="Hand in 10 of 10 answers")
        button.click(no_wait_after=True)
    for page in pages:
        page.wait_for_url("**/review/")
        assert page.locator("h1").inner_text() == "You passed: 10 of 10"
    person.page.reload()
    assert attempts_of(person) == ["Attempt 1 (this one)"]
    person.go("/en/learn/certificates/")
    assert person.page.locator("main .code").count() == 1


def test_open_questions_are_counted_before_handing_in(visitor, learner):
    person = visitor(examined=True)
    person.sign_in(learner)
    begin_check(person)
    answer_check(person, [1, 2])
    person.follow("All answers", within=person.page.locator("nav.rail"))
    assert "8 are not answered. They will count as not right." in person.text()
    hand_in(person, 2)
    assert person.heading() == "Not passed yet: 2 of 10. The pass mark is 7."


def attempts_of(person) -> list[str]:
    """Return the first column of the table of attempts."""
    return person.page.locator("main table tbody th").all_inner_texts()
