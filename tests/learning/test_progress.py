"""How far facts lead: states, minutes left, the lesson to go on with."""

from hypothesis import given
from hypothesis import strategies as st

from lms.learning.progress import DONE, OPEN, STARTED, Facts, progress_of
from tests.learning.factories import AT, outline_of

MODULE = outline_of(lessons=5)
KEYS = [lesson.translation_key for lesson in MODULE.lessons]
some_lessons = st.sets(st.sampled_from(KEYS))
last_lessons = st.sampled_from(["", "99/01", *(one.key for one in MODULE.lessons)])


def states(progress):
    return [one.state for one in progress.lessons]


def test_progress_of_nothing_is_open():
    progress = progress_of(MODULE, Facts())

    assert progress.state == OPEN
    assert states(progress) == [OPEN] * 5
    assert (progress.done, progress.total, progress.minutes_left) == (0, 5, 30)
    assert progress.next_lesson == MODULE.lessons[0]


def test_progress_of_an_enrolment_is_started():
    progress = progress_of(MODULE, Facts(enrolled=True, last="01/02"))

    assert progress.state == STARTED
    assert states(progress) == [OPEN, STARTED, OPEN, OPEN, OPEN]
    assert progress.next_lesson.key == "01/02"


def test_progress_of_a_finished_last_lesson_goes_on_with_the_next():
    progress = progress_of(
        MODULE, Facts(lessons={KEYS[1]}, enrolled=True, last="01/02")
    )

    assert states(progress) == [OPEN, DONE, OPEN, OPEN, OPEN]
    assert progress.next_lesson.key == "01/03"


def test_progress_of_the_end_goes_back_to_what_was_left_out():
    progress = progress_of(
        MODULE, Facts(lessons=set(KEYS[1:]), enrolled=True, last="01/05")
    )

    assert progress.next_lesson.key == "01/01"


def test_progress_of_a_lesson_read_without_answers_is_started():
    progress = progress_of(MODULE, Facts(read={KEYS[0]}))

    assert progress.lessons[0].is_read
    assert states(progress)[0] == STARTED
    assert progress.state == STARTED


def test_progress_of_all_lessons_leaves_the_check():
    progress = progress_of(MODULE, Facts(lessons=set(KEYS), enrolled=True))

    assert progress.only_check_left
    assert progress.next_lesson is None
    assert progress.state == STARTED


def test_progress_of_a_finished_module_stays_done_when_a_lesson_is_added():
    finished = {MODULE.translation_key: AT}
    longer = outline_of(lessons=6)

    progress = progress_of(longer, Facts(lessons=set(KEYS), modules=finished))

    assert progress.state == DONE
    assert progress.finished_at == AT
    assert (progress.done, progress.total) == (5, 6)


def test_minutes_left_count_the_check_until_it_is_passed():
    checked = outline_of(lessons=5, check="01-check", minutes=40)
    finished = {checked.translation_key: AT}

    facts = (
        Facts(),
        Facts(lessons=set(KEYS)),
        Facts(lessons=set(KEYS), modules=finished),
    )

    # Five lessons of 6 minutes, and 10 for the check.
    assert [progress_of(checked, one).minutes_left for one in facts] == [40, 10, 0]


@given(some_lessons, some_lessons, some_lessons, last_lessons)
def test_progress_is_monotone(read, lessons, more, last):
    before = progress_of(MODULE, Facts(read=read, lessons=lessons, last=last))
    after = progress_of(MODULE, Facts(read=read, lessons=lessons | more, last=last))

    assert after.done >= before.done
    assert after.minutes_left <= before.minutes_left
    order = [OPEN, STARTED, DONE]
    for old, new in zip(before.lessons, after.lessons, strict=True):
        assert order.index(new.state) >= order.index(old.state)


@given(some_lessons, last_lessons)
def test_progress_goes_on_with_a_lesson_that_is_not_done(lessons, last):
    progress = progress_of(MODULE, Facts(lessons=lessons, last=last))

    if len(lessons) == 5:
        assert progress.next_lesson is None
    else:
        assert progress.next_lesson.translation_key not in lessons
