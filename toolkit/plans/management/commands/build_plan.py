"""Build a plan from a file of answers, without the database."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.maturity.answer_files import AnswersRefused, read_answers
from assessments.maturity.catalogue import UnknownFramework, framework_called
from assessments.maturity.scoring import score_round
from lms.core.content_files import ContentRefused
from toolkit.plans.building import (
    BEST,
    GREEDY,
    WAYS,
    Built,
    TargetRefused,
    build,
    targets_for,
)
from toolkit.plans.catalogue import shipped_library
from toolkit.plans.quarters import NoQuarter, quarter_of, read_quarter
from toolkit.plans.scheduling import Capacity, Frame
from toolkit.plans.solving import MeansRefused

#: Numbers above these are slips of the hand.
MOST, MOST_QUARTERS = 1000, 80


class Command(BaseCommand):
    """`manage.py build_plan --framework KEY|FILE --answers FILE --horizon 1|3 ...`."""

    help = (
        "Build an action plan from a CSV or XLSX file of answers, in the format of "
        "score_answers. Touches no database."
    )
    # Files in, a plan out: works where no database answers.
    requires_system_checks = []

    def add_arguments(self, parser):
        """Add the instrument, the answers, the means and the form of the output."""
        parser.add_argument(
            "--framework",
            required=True,
            help="key of a shipped framework (KEY or KEY@VERSION), or a YAML or XLSX file",
        )
        parser.add_argument("--answers", required=True, help="CSV or XLSX file")
        parser.add_argument(
            "--horizon",
            type=int,
            choices=(1, 3),
            default=1,
            help="Years: decides the default targets. Default: 1.",
        )
        parser.add_argument("--target", type=int, help="One target for all questions.")
        parser.add_argument(
            "--start", help="First quarter, like 2027Q1. Default: the next one."
        )
        parser.add_argument(
            "--capacity",
            type=int,
            default=8,
            help="Most actions that run at once in the country. Default: 8.",
        )
        parser.add_argument(
            "--per-institution",
            type=int,
            help="Most actions at once of one responsible role.",
        )
        parser.add_argument(
            "--new-a-year", type=int, help="Most actions that begin in one year."
        )
        parser.add_argument(
            "--quarters",
            type=int,
            help="What cannot begin within so many quarters is for later.",
        )
        parser.add_argument(
            "--done", default="", help="Actions that are done: ACT-01,ACT-03."
        )
        parser.add_argument(
            "--solve",
            choices=WAYS,
            default=GREEDY,
            help="greedy (default), shortest, or best for the means at hand.",
        )
        parser.add_argument(
            "--budget",
            type=int,
            help="With --solve best: effort points to spend (S 1, M 2, L 4).",
        )
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *args, **options):
        """Read, build, print."""
        built, ignored = _built(options)
        if ignored:
            self.stderr.write(f"Columns left out: {', '.join(ignored)}.")
        if options["json"]:
            text = json.dumps(built.data(), indent=2, ensure_ascii=False)
            self.stdout.write(text)
        else:
            self.stdout.write("\n".join(_lines(built)))


def _built(options) -> tuple[Built, list[str]]:
    today = quarter_of(timezone.localdate())
    frame = _frame(options)
    library = shipped_library()
    done = _done(options["done"], library)
    if options["budget"] is not None and options["solve"] != BEST:
        raise CommandError("--budget: only with `--solve best`.")
    try:
        start = (
            today.plus(1)
            if options["start"] is None
            else read_quarter(options["start"])
        )
    except NoQuarter as refused:
        raise CommandError(f"--start: {refused}") from refused
    try:
        framework = framework_called(options["framework"])
        read = read_answers(options["answers"], framework)
    except ContentRefused as refused:
        raise CommandError(f"The framework was refused.\n{refused}") from refused
    except UnknownFramework as refused:
        raise CommandError(f"--framework: {refused}") from refused
    except AnswersRefused as refused:
        raise CommandError(str(refused)) from refused
    result = score_round(
        framework, read.answers, agreed=read.agreed, evidence=read.evidence
    )
    levels = {name: one.level for name, one in result.questions.items()}
    validated = None
    if read.evidence is not None:
        validated = {name: one.validated for name, one in result.questions.items()}
    years = options["horizon"]
    try:
        targets = targets_for(framework, levels, years=years, target=options["target"])
    except TargetRefused as refused:
        raise CommandError(f"--target: {refused}") from refused
    try:
        built = build(
            framework,
            library,
            levels,
            targets,
            start=start,
            frame=frame,
            years=years,
            today=today,
            done=done,
            validated=validated,
            way=options["solve"],
            budget=options["budget"],
            made_for=framework_called(library.framework),
        )
    except MeansRefused as refused:
        raise CommandError(f"--budget: {refused}") from refused
    return built, read.ignored


def _frame(options) -> Frame:
    limits = (
        ("capacity", MOST),
        ("per_institution", MOST),
        ("new_a_year", MOST),
        ("quarters", MOST_QUARTERS),
    )
    for name, most in limits:
        value = options[name]
        if value is not None and not 1 <= value <= most:
            option = f"--{name.replace('_', '-')}"
            zero = " With none, nothing could ever begin." if value == 0 else ""
            raise CommandError(
                f"{option}: {value} is not possible.{zero} "
                f"Write a whole number from 1 to {most}."
            )
    return Frame(
        Capacity(
            options["capacity"], options["per_institution"], options["new_a_year"]
        ),
        options["quarters"],
    )


def _done(text: str, library) -> list[str]:
    found = [one.strip() for one in text.split(",") if one.strip()]
    bases = {one.id for one in library.generic}
    for one in found:
        if one not in library.by_id and one.partition(":")[0] not in bases:
            raise CommandError(
                f"--done: there is no action `{one}`. "
                f"Write ids of {library.key} {library.version}, like "
                f"{library.actions[0].id}."
            )
    return found


def _lines(built: Built) -> list[str]:
    plan, selection = built.schedule, built.selection
    lines = [
        f"Plan from {built.start}. Actions: {len(plan.starts)}. "
        f"Quarters: {plan.quarters}.",
    ]
    if built.solved:
        solved = built.solved
        lines.append(
            f"Solved: {solved.value}, bound {solved.bound}"
            + (" (proven)" if solved.proven else f", gap {solved.gap}")
        )
    lines += ["", f"{'Action':<10} {'Start':<7} {'End':<7} {'Why':<30} Title"]
    for name, start in plan.starts.items():
        chosen = selection.by_id[name]
        why = (
            ", ".join(f"{one.question} {one.level}>{one.to}" for one in chosen.reasons)
            or f"for {', '.join(chosen.required_by)}"
        )
        title = chosen.action.title
        lines.append(
            f"{name:<10} {built.start.plus(start)!s:<7} "
            f"{built.start.plus(plan.ends[name])!s:<7} {why:<30} "
            f"{title.get('en') or next(iter(title.values()), '')}"
        )
    later = [(one.action, one.reason, one.because) for one in plan.later]
    later += [(one.action.id, one.reason, ()) for one in selection.waiting]
    if later:
        lines += ["", "Later"]
        lines += [
            f"{name:<10} {reason}{' (' + ', '.join(why) + ')' if why else ''}"
            for name, reason, why in later
        ]
    if built.warnings:
        lines += ["", "Warnings", *(f"- {one}" for one in built.warnings)]
    return lines
