"""Check files into the database and back."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from assessments.questions.models import Question
from assessments.quizzes.exporter import check_text, export_checks
from assessments.quizzes.lesson_checks import lesson_check_for
from assessments.quizzes.loader import load_checks
from assessments.quizzes.models import Attempt, Quiz
from assessments.quizzes.services import start_attempt, submit_attempt
from lms.core.content_files import ContentRefused, dump_yaml
from tests.assessments.factories import EXAMPLES, multiple_data, single_data

SHIPPED = sorted(Path(settings.MODULE_CONTENT_DIR).glob("*/checks/*.yaml"))


def module_check(*questions, **entries):
    return {
        "key": "99-check",
        "version": 1,
        "kind": "module",
        "module": "99",
        "lesson": None,
        "title": {"en": "Module check"},
        "draw": None,
        "pass_mark": 1,
        "attempts": 3,
        "wait_minutes": 10,
    } | entries | {"questions": list(questions or [single_data()])}  # fmt: skip


def lesson_check(*questions, **entries):
    return module_check(
        *questions,
        **{
            "key": "99-01-check",
            "kind": "lesson",
            "lesson": "99/01",
            "pass_mark": None,
            "attempts": None,
            "wait_minutes": 0,
        }
        | entries,
    )


@pytest.fixture
def load(tmp_path):
    def write_and_load(*checks, **options):
        for old in tmp_path.glob("*.yaml"):
            old.unlink()
        for check in checks:
            name = options.pop("name", check["key"])
            (tmp_path / f"{name}.yaml").write_text(dump_yaml(check), encoding="utf-8")
        return load_checks(sorted(tmp_path.glob("*.yaml")), **options)

    return write_and_load


def faults(refused):
    return [str(error).rpartition("/")[2] for error in refused.value.errors]


@pytest.mark.django_db
def test_check_is_loaded_with_its_questions_in_order(load):
    report = load(
        module_check(*[make() for make in EXAMPLES.values()], draw=5, pass_mark=4)
    )

    quiz = Quiz.objects.get()
    assert (quiz.draw, quiz.pass_mark, quiz.attempts_allowed) == (5, 4, 3)
    assert [item.question.key for item in quiz.items.all()] == [
        make()["key"] for make in EXAMPLES.values()
    ]
    assert report.created[0] == "check 99-check"
    assert len(report.created) == len(EXAMPLES) + 1


@pytest.mark.django_db
def test_loading_twice_changes_nothing(load):
    check = module_check(single_data(), multiple_data())
    load(check)
    stamp = Quiz.objects.get().stamp

    report = load(check)

    assert (bool(report), len(report.unchanged)) == (False, 3)
    assert Quiz.objects.get().stamp == stamp


@pytest.mark.django_db
def test_dry_run_tells_and_writes_nothing(load):
    report = load(module_check(), dry_run=True)

    assert report.created == ["check 99-check", "question q1"]
    assert (Quiz.objects.count(), Question.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_changed_wording_reaches_the_lesson_page(load):
    load(lesson_check())
    lesson_check_for("99-01-check")

    load(lesson_check(single_data(stem={"en": "Better?"})))

    assert lesson_check_for("99-01-check").questions[0].stem == "Better?"


@pytest.mark.django_db
def test_changed_rules_need_a_new_version(load):
    load(module_check(single_data(), multiple_data()))
    changed = module_check(single_data(), multiple_data(), pass_mark=2)

    with pytest.raises(ContentRefused) as refused:
        load(changed)
    load(changed | {"version": 2})

    assert faults(refused) == [
        "99-check.yaml, line 1: Questions, draw or pass mark of `99-check` have changed, "
        "but its version has not risen above 1. Write `version: 2`."
    ]
    assert (Quiz.objects.get().version, Quiz.objects.get().pass_mark) == (2, 2)


@pytest.mark.django_db
def test_refusal_of_one_question_leaves_everything(load):
    load(module_check(single_data()))
    changed = single_data(stem={"en": "New"})
    changed["choices"][0]["right"], changed["choices"][1]["right"] = True, False

    with pytest.raises(ContentRefused):
        load(module_check(changed), lesson_check(multiple_data()))

    assert Quiz.objects.count() == 1
    assert str(Question.objects.get().stem) == "What about q1?"


@pytest.mark.django_db
def test_check_edited_on_the_site_is_left_alone_unless_told(load):
    load(module_check())
    Quiz.objects.update(wait_minutes=99)
    changed = module_check(attempts=5)

    skipped = load(changed)
    assert (skipped.skipped, Quiz.objects.get().wait_minutes) == (
        ["check 99-check"],
        99,
    )

    load(changed, overwrite=True)
    assert Quiz.objects.get().wait_minutes == 10


@pytest.mark.django_db
def test_what_vanished_unused_is_removed(load):
    load(module_check(single_data(), multiple_data()), lesson_check(single_data("q9")))

    report = load(module_check(single_data(), version=2))

    assert sorted(report.retired) == [
        "check 99-01-check",
        "question q2",
        "question q9",
    ]
    assert [question.key for question in Question.objects.all()] == ["q1"]


@pytest.mark.django_db
def test_what_vanished_after_use_is_retired(load, learner):
    load(
        module_check(single_data(), multiple_data()),
        module_check(single_data("q8"), key="99-other"),
    )
    for quiz in Quiz.objects.all():
        submit_attempt(start_attempt(quiz, person=learner))
    questions = single_data(), multiple_data()

    load(module_check(questions[0], version=2))

    retired = Quiz.objects.get(key="99-other")
    assert retired.is_active is False
    assert Question.objects.get(key="q2").is_active is False
    assert Attempt.objects.count() == 2

    load(module_check(*questions, version=3))
    assert Question.objects.get(key="q2").is_active is True


@pytest.mark.django_db
def test_question_may_serve_two_checks(load):
    checks = module_check(single_data(), multiple_data()), lesson_check(single_data())

    load(*checks)

    assert Question.objects.count() == 2
    assert [check_text(quiz) for quiz in Quiz.objects.order_by("-key")] == [
        dump_yaml(check) for check in checks
    ]


@pytest.mark.django_db
def test_checks_of_other_modules_and_of_editors_stay(load):
    load(module_check())
    Quiz.objects.create(key="99-own", module="99", title={"en": "Own"})

    load(module_check(single_data("z1"), key="98-check", module="98"))
    load(module_check())

    keys = ["98-check", "99-check", "99-own"]
    assert [quiz.key for quiz in Quiz.objects.all()] == keys


@pytest.mark.parametrize(
    ("check", "fault"),
    [
        (
            module_check(draw=5),
            "line 8: 5 questions are drawn, but there are 1. "
            "Draw fewer, or add questions.",
        ),
        (
            module_check(pass_mark=3),
            "line 9: The pass mark is 3 of 1 points. Write a pass mark that can be reached.",
        ),
        (
            module_check(pass_mark=None),
            "line 9: A module's check has no pass mark. Add `pass_mark: ...`.",
        ),
        (
            module_check(lesson="99/01"),
            "line 5: The check of a module names a lesson. Write `lesson: null`.",
        ),
        (
            lesson_check(lesson=None),
            "line 5: The check of a lesson does not name its lesson. "
            'Write `lesson: "01/03"`.',
        ),
        (
            lesson_check(pass_mark=1),
            "line 9: `pass_mark` means nothing in the check of a lesson. "
            "Remove it, or write `kind: module`.",
        ),
        (
            module_check(title={"en": "Check", "ru": "Проверка"}),
            "line 18: `stem` has no text in `ru`. Add `ru: ...` to it.",
        ),
        (
            module_check(colour="red"),
            "line 12: `colour` is not known here. Known here: kind, title, key, version, "
            "module, lesson, draw, pass_mark, attempts, wait_minutes, time_limit, feedback, review, pools, questions.",
        ),
        (
            module_check(single_data(), single_data()),
            "line 36: The key `q1` stands twice. The first one is in ",
        ),
    ],
)
def test_faulty_check_is_refused_with_line_and_remedy(load, check, fault):
    with pytest.raises(ContentRefused) as refused:
        load(check)

    found = [str(error) for error in refused.value.errors]
    assert any(f"{check['key']}.yaml, {fault}" in one for one in found), found


def test_file_must_be_called_as_its_key(load):
    with pytest.raises(ContentRefused) as refused:
        load(module_check(), name="other")

    assert faults(refused) == [
        "other.yaml, line 1: The key is `99-check`, but the file is called other.yaml. "
        "Call the file 99-check.yaml."
    ]


@pytest.mark.django_db
def test_export_is_what_was_loaded(load, tmp_path):
    check = module_check(*[make() for make in EXAMPLES.values()], review="always")
    load(check)

    assert check_text(Quiz.objects.get()) == dump_yaml(check)
    assert export_checks(Quiz.objects.all(), tmp_path) == []


@pytest.mark.django_db
def test_shipped_checks_load_and_export_to_the_same_bytes(tmp_path):
    load_checks(SHIPPED)

    assert Quiz.objects.count() == len(SHIPPED)
    for path in SHIPPED:
        quiz = Quiz.objects.get(key=path.stem)
        assert check_text(quiz) == path.read_text(encoding="utf-8")


@pytest.mark.django_db
def test_commands_load_and_export(tmp_path):
    source, target = tmp_path / "99-check.yaml", tmp_path / "out"
    source.write_text(dump_yaml(module_check()), encoding="utf-8")
    out = StringIO()

    call_command("load_checks", source, stdout=out)
    call_command("export_checks", to=target, stdout=out)

    assert out.getvalue().splitlines() == [
        "2 new: check 99-check, question q1",
        "0 unchanged",
        f"Written: {target}/99-check.yaml",
        "1 files changed.",
    ]
    assert (target / "99-check.yaml").read_text() == source.read_text()


@pytest.mark.django_db
def test_command_refuses_with_every_fault(tmp_path):
    source = tmp_path / "99-check.yaml"
    source.write_text("key: 99-check\n", encoding="utf-8")

    with pytest.raises(CommandError) as refused:
        call_command("load_checks", source)

    assert str(refused.value).startswith("Nothing was loaded.\n")
    assert f"{source}, line 1: `title` is missing." in str(refused.value)
