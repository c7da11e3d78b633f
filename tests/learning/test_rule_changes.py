"""Changing a rule: what it would do is shown, and nothing is ever taken away."""

import pytest
from django.core import signing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.core.memory import forget_everything
from lms.learning import following, rule_changes, services
from lms.learning.facts import read_rulebook, rulebook
from lms.learning.models import Certificate, Completion, CompletionRule
from lms.learning.rule_changes import PreviewOutdated, SameRule, change_rule, propose
from lms.learning.rule_effects import Gain, More
from tests.accounts.factories import UserFactory
from tests.learning.factories import AT, make_module
from tests.learning.test_services import (
    finish_all,
    hand_in,
    kinds,
    make_quiz,
    take,
)

pytestmark = pytest.mark.django_db
REASON = "Agreed by the region on 1 September."
ONLY_READ = {"check": "not_asked"}


@pytest.fixture
def administrator():
    return UserFactory(is_superuser=True)


@pytest.fixture
def change(administrator, django_capture_on_commit_callbacks):
    """Return a function that changes a rule as the page does."""

    def change(kind, parameters, **facts):
        token = propose(kind, parameters, reason=REASON, **facts).token
        with django_capture_on_commit_callbacks(execute=True):
            return change_rule(token, by=administrator)

    return change


@pytest.fixture
def course():
    """A module of two lessons, the first with questions, and a check at its end."""
    outline = make_module("01", 2, checks=(1,), check="01-check")
    make_quiz("01-01-check")
    make_quiz("01-check", "module")
    return outline


def read_all(person, outline):
    for lesson in outline.lessons:
        services.finish_lesson(person, outline, lesson, at=AT)


def test_the_first_version_of_each_rule_ships_with_the_platform():
    book = read_rulebook()

    assert [(kind, rule.version) for kind, rule in book.rules] == [
        ("lesson", 1),
        ("module", 1),
        ("path", 1),
    ]


def test_a_preview_names_who_completes_at_once_and_writes_nothing(mira, course):
    read_all(mira, course)

    effect = propose("lesson", ONLY_READ).effect

    assert effect.gains == (Gain(mira.pk, "01", lessons=1),)
    assert effect.more == ()
    assert effect.kept == {1: 1}
    assert CompletionRule.objects.count() == 0
    assert kinds(mira) == [("lesson", "01/02"), ("read", "01/01"), ("read", "01/02")]


def test_a_preview_follows_lessons_on_to_the_module(mira, course):
    hand_in(mira, "01-check")
    read_all(mira, course)

    effect = propose("lesson", ONLY_READ).effect

    assert effect.gains == (Gain(mira.pk, "01", lessons=1, module=True),)


def test_a_preview_follows_modules_on_to_the_path(mira, course, settings, tmp_path):
    one_path(settings, tmp_path, "01")
    following.follow_path(mira, "statistician")
    hand_in(mira, "01-check")
    read_all(mira, course)

    effect = propose("lesson", ONLY_READ).effect

    assert effect.gains == (
        Gain(mira.pk, "01", lessons=1, module=True),
        Gain(mira.pk, "statistician", path=True),
    )


def one_path(settings, tmp_path, *modules, role="statistician"):
    """Let the course have one path with these modules."""
    for key in modules:
        (tmp_path / f"{key}-module").mkdir()
    keys = "".join(f"  - '{key}'\n" for key in modules)
    text = f"paths:\n- role: {role}\n  intro:\n    en: Begin.\n  modules:\n{keys}"
    (tmp_path / "paths.yaml").write_text(text, encoding="utf-8")
    settings.MODULE_CONTENT_DIR = tmp_path


def test_a_preview_names_who_would_have_more_to_do(mira, course, change):
    change("module", {"lessons_percent": 0})
    other = UserFactory()
    services.enrol(mira, course)
    services.enrol(other, course)
    read_all(other, course)

    effect = propose("module", {"lessons_percent": 100}).effect

    assert effect.gains == ()
    assert effect.more == (
        More(1, mira.pk, "01", 4),
        More(1, other.pk, "01", 2),
    )


def test_a_preview_leaves_out_who_is_complete_and_who_is_gone(mira, course):
    hand_in(mira, "01-01-check")
    hand_in(mira, "01-check")
    read_all(mira, course)
    gone = UserFactory(is_active=False)
    read_all(gone, course)

    effect = propose("module", {"check_passed": False, "lessons_percent": 50}).effect

    assert effect.gains == ()
    assert effect.kept == {1: 1}


def test_a_preview_finds_who_passed_the_check_without_opening_a_lesson(mira, course):
    hand_in(mira, "01-check", tell=False)

    effect = propose("module", {"lessons_percent": 0}).effect

    assert effect.gains == (Gain(mira.pk, "01", module=True),)


def test_a_rule_that_asks_the_same_is_refused(course):
    with pytest.raises(SameRule):
        propose("lesson", {"read": True})
    with pytest.raises(SameRule):
        propose("module", {"follows_general": True}, module_key="01")


def test_a_module_may_get_a_rule_of_its_own_that_asks_the_same_as_now(course):
    assert propose("module", {}, module_key="01").rule.module_key == "01"


def test_saving_completes_at_once_with_certificates(mira, course, change):
    hand_in(mira, "01-check")
    read_all(mira, course)

    row = change("lesson", ONLY_READ)

    row.refresh_from_db()
    assert (row.version, row.total, row.done, row.gained) == (2, 1, 1, 2)
    assert row.finished_at
    versions = dict(
        Completion.objects.exclude(kind="read").values_list("key", "rule_version")
    )
    assert versions == {"01/01": 2, "01/02": 1, "01": 1}
    assert Certificate.objects.count() == 1


def test_a_certificate_that_a_rule_brings_is_in_its_owners_language(change):
    outline = make_module("01", 1, checks=(1,))
    make_quiz("01-01-check")
    person = UserFactory(language="ru")
    read_all(person, outline)

    change("lesson", ONLY_READ)

    # The module exists in English only, so all of the certificate is in English.
    assert Certificate.objects.get().person == person
    assert Certificate.objects.get().content["language"] == "en"


def test_saving_is_remembered_with_who_and_why(course, administrator, change):
    row = change("module", {"lessons_percent": 75})

    assert (row.made_by, row.reason) == (administrator, REASON)
    assert rulebook().module("01").sentence == (
        "A module is complete when at least 75 % of its lessons are complete and its "
        "check is passed."
    )


def test_saving_twice_makes_one_version(course, administrator):
    token = propose("lesson", ONLY_READ, reason=REASON).token

    first = change_rule(token, by=administrator)

    assert change_rule(token, by=administrator) == first
    assert CompletionRule.objects.count() == 1


def test_saving_after_somebody_else_changed_the_rule_is_refused(course, administrator):
    token = propose("lesson", ONLY_READ, reason=REASON).token
    other = propose("lesson", {"check": "right", "right_percent": 50}, reason="Other.")
    change_rule(other.token, by=UserFactory(is_superuser=True))

    with pytest.raises(PreviewOutdated, match="Somebody else"):
        change_rule(token, by=administrator)

    assert CompletionRule.objects.get().parameters["right_percent"] == 50


def test_saving_when_the_effect_is_another_is_refused(mira, course, administrator):
    token = propose("lesson", ONLY_READ, reason=REASON).token
    services.finish_lesson(mira, course, course.lessons[0])

    with pytest.raises(PreviewOutdated, match="Look at the effect as it is now"):
        change_rule(token, by=administrator)

    assert CompletionRule.objects.count() == 0


@pytest.mark.parametrize(
    ("seen", "now", "moved"),
    [
        ((99, 0, 0), (99, 0, 0), False),
        ((99, 0, 0), (98, 0, 0), True),
        ((0, 0, 0), (0, 1, 0), True),
        ((1000, 0, 50_000), (1010, 0, 50_400), False),
        ((1000, 0, 0), (1011, 0, 0), True),
    ],
)
def test_an_effect_has_moved_by_more_than_one_in_a_hundred(seen, now, moved):
    assert rule_changes._has_moved(seen, now) is moved


# Named, because a signature holds the time and workers must agree on the names.
@pytest.mark.parametrize(
    "token",
    ["", "strange", signing.dumps({"kind": "lesson"})],
    ids=["empty", "strange", "other salt"],
)
def test_a_token_that_nobody_signed_for_this_is_refused(administrator, token):
    with pytest.raises(PreviewOutdated):
        change_rule(token, by=administrator)


def test_a_preview_of_yesterday_is_refused(course, administrator, monkeypatch):
    token = propose("lesson", ONLY_READ, reason=REASON).token
    monkeypatch.setattr(rule_changes, "PREVIEW_AGE", -1)

    with pytest.raises(PreviewOutdated):
        change_rule(token, by=administrator)


def test_a_harder_rule_takes_nothing_away(mira, course, change):
    hand_in(mira, "01-01-check", points=2)
    hand_in(mira, "01-check")
    read_all(mira, course)
    before = list(Completion.objects.values()), list(Certificate.objects.values())

    change("lesson", {"check": "right", "right_percent": 100})
    change("module", {"check_passed": True}, module_key="01")
    services.settle_module(mira, course)

    assert (
        list(Completion.objects.values()),
        list(Certificate.objects.values()),
    ) == before


def test_applying_a_rule_can_be_broken_off_and_run_again(
    course, administrator, monkeypatch, django_capture_on_commit_callbacks
):
    people = [UserFactory() for _ in range(3)]
    for person in people:
        services.finish_lesson(person, course, course.lessons[0])
    monkeypatch.setattr(rule_changes, "CHUNK", 1)
    real, calls = rule_changes.settle_module, []

    def breaks(person, outline):
        calls.append(person)
        if len(calls) == 2:
            raise ConnectionError
        return real(person, outline)

    monkeypatch.setattr(rule_changes, "settle_module", breaks)
    row = change_rule(
        propose("lesson", ONLY_READ, reason=REASON).token, by=administrator
    )
    with pytest.raises(ConnectionError):
        rule_changes.apply_rule.func(row.pk)
    row.refresh_from_db()
    assert (row.done, row.total, row.finished_at) == (1, 3, None)

    rule_changes.apply_rule.func(row.pk)
    rule_changes.apply_rule.func(row.pk)

    row.refresh_from_db()
    assert (row.done, row.total, row.gained) == (3, 3, 3)
    assert Completion.objects.filter(kind="lesson", rule_version=2).count() == 3


def test_an_easier_rule_for_one_module_leaves_the_others(mira, change):
    one = make_module("01", 2, check="01-check")
    other = make_module("02", 2, check="02-check")
    finish_all(mira, one)
    finish_all(mira, other)

    change("module", {"check_passed": False}, module_key="01")

    done = Completion.objects.filter(kind="module").values_list("key", "rule_version")
    assert list(done) == [("01", 2)]
    assert Certificate.objects.get().kind == "participation"


def test_passing_the_check_later_gives_the_certificate_of_achievement(mira, change):
    outline = make_module("01", 2, check="01-check")
    finish_all(mira, outline)
    change("module", {"check_passed": False}, module_key="01")

    hand_in(mira, "01-check")

    assert sorted(Certificate.objects.values_list("kind", flat=True)) == [
        "achievement",
        "participation",
    ]


def test_a_path_with_enough_modules_is_completed_at_once(
    mira, change, settings, tmp_path
):
    one_path(settings, tmp_path, "01", "02")
    first = make_module("01", 1)
    make_module("02", 1)
    following.follow_path(mira, "statistician")
    finish_all(mira, first)

    row = change("path", {"at_least": 1})

    assert ("path", "statistician") in kinds(mira)
    assert Completion.objects.get(kind="path").rule_version == row.version
    assert Certificate.objects.filter(key="statistician").count() == 1


def begin_anew():
    """Forget the rules of the example before."""
    CompletionRule.objects.all().delete()
    forget_everything()


changes = st.one_of(
    st.tuples(
        st.just("lesson"),
        st.sampled_from(
            [
                {"check": "not_asked"},
                {"check": "answered"},
                {"read": False},
                {"check": "right", "right_percent": 95},
            ]
        ),
    ),
    st.tuples(
        st.just("module"),
        st.sampled_from(
            [
                {"lessons_percent": 0},
                {"lessons_percent": 50},
                {"lessons_percent": 100},
                {"lessons_percent": 34, "check_passed": False},
            ]
        ),
    ),
)
steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["read", "answer"]), st.integers(0, 2)),
        st.tuples(st.sampled_from(["pass", "fail"]), st.just(0)),
        st.tuples(st.just("change"), changes),
    ),
    max_size=10,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps)
def test_no_change_of_a_rule_ever_takes_anything_away(mira_course, steps):
    person, course, administrator = UserFactory(), *mira_course
    begin_anew()
    seen = set()

    for what, how in steps:
        if what == "change":
            try:
                proposal = propose(*how, reason=REASON)
            except SameRule:
                continue
            row = change_rule(proposal.token, by=administrator)
            rule_changes.apply_rule.func(row.pk)
        else:
            take(person, course, (what, how))
        facts = Completion.objects.filter(person=person).values_list(
            "kind", "key", "at", "rule_version"
        )
        assert seen <= set(facts)
        seen = set(facts)
        completed = any(kind == "module" for kind, *_rest in seen)
        assert Certificate.objects.filter(person=person).count() >= completed
        for kind in ("achievement", "participation"):
            mine = Certificate.objects.filter(person=person, kind=kind)
            assert mine.count() <= 1


easier = st.sampled_from(
    [
        ("lesson", {"check": "not_asked"}),
        ("lesson", {"read": False}),
        ("module", {"lessons_percent": 0}),
        ("module", {"lessons_percent": 50}),
        ("module", {"lessons_percent": 67, "check_passed": False}),
    ]
)
deeds = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["read", "answer"]), st.integers(0, 2)),
        st.tuples(st.sampled_from(["pass", "fail"]), st.just(0)),
    ),
    max_size=8,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(easier, deeds, st.randoms(use_true_random=False), st.integers(0, 8))
def test_an_easier_rule_at_any_moment_gives_the_same(
    mira_course, rule, deeds, random, moment
):
    course, administrator = mira_course
    found = []

    for order in (deeds, random.sample(deeds, len(deeds))):
        person = UserFactory()
        begin_anew()
        events = [*order[:moment], rule, *order[moment:]]
        for event in events:
            if event == rule:
                row = change_rule(propose(*rule, reason=REASON).token, by=administrator)
                rule_changes.apply_rule.func(row.pk)
            else:
                take(person, course, event)
        found.append(kinds(person))
        moment = random.randint(0, len(deeds))

    assert found[0] == found[1]


@pytest.fixture
def mira_course(administrator):
    """A module whose three lessons and end each have a check; who changes rules."""
    outline = make_module(checks=(1, 2, 3), check="the-check")
    for lesson in outline.lessons:
        make_quiz(lesson.check)
    make_quiz("the-check", "module")
    return outline, administrator
