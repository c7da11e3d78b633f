"""Score a file of answers against an instrument, without the database."""

import json

from django.core.management.base import BaseCommand, CommandError

from assessments.maturity.answer_files import AnswersRefused, read_answers
from assessments.maturity.catalogue import UnknownFramework, framework_called
from assessments.maturity.results import RoundResult
from assessments.maturity.scoring import score_round
from lms.core.content_files import ContentRefused


class Command(BaseCommand):
    """`manage.py score_answers --framework KEY|FILE --answers FILE [--json]`."""

    help = (
        "Score a CSV or XLSX file of answers: columns institution, question, level "
        "(a number, dk, na or empty), justification; optional confidence, "
        "evidence_level. Rows of the institution `agreed` are the agreed levels."
    )
    # Files in, figures out: works where no database answers.
    requires_system_checks = []

    def add_arguments(self, parser):
        """Add the instrument, the answers and the form of the output."""
        parser.add_argument(
            "--framework",
            required=True,
            help="key of a shipped framework (KEY or KEY@VERSION), or a YAML or XLSX file",
        )
        parser.add_argument("--answers", required=True, help="CSV or XLSX file")
        parser.add_argument(
            "--json", action="store_true", help="Full precision; null: no such figure."
        )

    def handle(self, *args, **options):
        """Read, score, print."""
        try:
            framework = framework_called(options["framework"])
            read = read_answers(options["answers"], framework)
        except ContentRefused as refused:
            raise CommandError(f"The framework was refused.\n{refused}") from refused
        except (UnknownFramework, AnswersRefused) as refused:
            raise CommandError(str(refused)) from refused
        if read.ignored:
            self.stderr.write(f"Columns left out: {', '.join(read.ignored)}.")
        result = score_round(
            framework, read.answers, agreed=read.agreed, evidence=read.evidence
        )
        if options["json"]:
            text = json.dumps(result.data(), indent=2, ensure_ascii=False)
            self.stdout.write(text)
        else:
            self.stdout.write("\n".join(_lines(result)))


def _lines(result: RoundResult) -> list[str]:
    framework, scores = result.framework, result.scores
    lines = [
        f"{framework.key} {framework.version}",
        f"National stage: {_shown(scores.national_stage)}",
        f"Held back by: {', '.join(result.held_back_by) or 'nothing'}",
        f"Index: {_shown(scores.index)}"
        f" (from {_shown(scores.index_low)} to {_shown(scores.index_high)})",
        f"Coverage: {_percent(scores.coverage)}",
        "",
        f"{'Dimension':<44} {'Mean':>6} {'Low':>6} {'High':>6} {'Stage':>6} "
        f"{'Cover':>6}  Lowest",
    ]
    for dimension in framework.dimensions:
        one = result.dimensions[dimension.id]
        name = f"{dimension.id} {_text(dimension.title)}"
        lines.append(
            f"{name[:44]:<44} {_shown(one.mean):>6} {_shown(one.low):>6} "
            f"{_shown(one.high):>6} {_shown(one.stage):>6} "
            f"{_percent(one.coverage):>6}  {', '.join(one.lowest)}"
        )
    lines += ["", f"{'Question':<10} {'Level':>6} {'Valid.':>6} {'Talk':>5}  Proposal"]
    for one in result.questions.values():
        level = one.level if isinstance(one.level, str) else _shown(one.number)
        lines.append(
            f"{one.id:<10} {level:>6} {_shown(one.validated):>6} "
            f"{'yes' if one.discuss else '':>5}  {one.why}"
        )
    return lines


def _shown(number) -> str:
    if number is None:
        return "-"
    return str(number) if isinstance(number, int) else f"{float(number):.2f}"


def _percent(share) -> str:
    return "-" if share is None else f"{float(share):.0%}"


def _text(texts) -> str:
    return texts.get("en") or next(iter(texts.values()), "")
