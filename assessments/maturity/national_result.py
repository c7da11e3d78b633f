"""The page of a national result, put together."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.timezone import localtime
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from assessments.maturity import explaining, heatmap, result_pages
from assessments.maturity.changes import RoundChange
from assessments.maturity.comparison import (
    Compared,
    chosen,
    compared_with,
    earlier_rounds,
)
from assessments.maturity.explaining import headline, text_in
from assessments.maturity.models import Evidence, Round
from assessments.maturity.permissions import Action, Part, allowed, parts_in
from assessments.maturity.results import RoundResult
from assessments.maturity.services.results import result_of
from assessments.maturity.targets import gaps
from lms.accounts.roles import Capability
from lms.core.charts import Strip


@dataclass(frozen=True)
class Reader:
    """What somebody may read of a round beside its agreed levels.

    ``answers``: what each institution said and showed. ``inside``: who agreed,
    other opinions and the names of evidence; everybody but those who only read
    what is published.
    """

    result: bool
    answers: bool
    inside: bool
    may_opt_in: bool


def reader_of(user, round: Round) -> Reader:
    """Return what this person may read of a round; one query."""
    parts = parts_in(user, round)
    inside = parts - {Part.READS}
    return Reader(
        result=allowed(parts, Action.SEE_RESULT, round.state),
        answers=allowed(parts, Action.SEE_ANSWERS, round.state),
        inside=allowed(inside, Action.SEE_RESULT, round.state),
        may_opt_in=allowed(parts, Action.OPT_IN, round.state),
    )


def result_context(
    user, round: Round, reader: Reader, *, wanted: str, differences: bool
) -> dict:
    """Return what the page shows.

    wanted: the round to compare with, as text; differences: in the table of answers
    only questions with different levels.
    """
    result = result_of(round)
    earlier = earlier_rounds(user, round)
    old = chosen(earlier, round, wanted)
    compared = compared_with(old, round, result) if old else None
    answers = heatmap.GivenAnswers(round, readable=reader.answers)
    return {
        **frame(round),
        "reader": reader,
        "result": result,
        "facts": facts(round, result, compared),
        "explanations": [
            explaining.explain_national_stage(result),
            explaining.explain_index(result),
            explaining.explain_coverage(result),
        ],
        "finding": result_pages.finding(result, compared),
        "axis": axis(result),
        "rows": result_pages.profile(result, compared),
        "compared": compared,
        "comparison": comparison_lines(result, compared),
        "earlier": earlier,
        "strongest": result_pages.strongest(result),
        "weakest": result_pages.weakest(result),
        "institutions": answers.institutions,
        "blocks": heatmap.heatmap(result, answers, only_differences=differences),
        "differences": differences,
        "may_plan": round.is_frozen and user.may(Capability.RUN_PLANS, round.country),
        "levels": levels_key(result),
        "left_out": left_out_words(compared.change)
        if compared and compared.change
        else "",
        "noise": explaining.shown(result.framework.scoring.noise_dimension),
        "gaps": [
            result_pages.question_shown(result, one)
            for one in gaps(result.framework, result.levels, result.held_back_by)
        ],
    }


def chosen_comparison(
    user, round: Round, result: RoundResult, wanted: str = ""
) -> Compared | None:
    """Return the round it is compared with: the wanted one, else the one before."""
    old = chosen(earlier_rounds(user, round), round, wanted)
    return compared_with(old, round, result) if old else None


def frame(round: Round) -> dict:
    """Return what every page of a result begins with."""
    return {
        "round": round,
        "title": _("National result %(year)s") % {"year": round.reference_date.year},
        "status": status_words(round),
        "is_preview": not round.is_frozen,
        "framework_title": text_in(round.framework.instrument().title),
    }


def status_words(round: Round) -> str:
    """Return where the round stands, with the day of its validation."""
    if round.scored_at is None:
        return round.get_state_display()
    return _("validated %(date)s") % {
        "date": date_format(localtime(round.scored_at), "DATE_FORMAT")
    }


def dimension_url(round: Round, dimension: str, question: str = "") -> str:
    """Return where a dimension, or a question of it, is explained."""
    url = reverse("maturity:result_dimension", args=[round.pk, dimension])
    return f"{url}#{question}" if question else url


def facts(round: Round, result: RoundResult, compared: Compared | None) -> list[dict]:
    """Return the four facts at the top."""
    stage = result_pages.stage_shown(result.framework, result.national_stage)
    lines = result_pages.held_back(
        result, lambda one, question: dimension_url(round, one, question)
    )
    how = _("How was this computed?")
    return [
        {
            "label": _("National stage"),
            "value": render_to_string(
                "components/level_chip.html",
                {"level": stage.sign, "word": stage.word, "show_word": True},
            ),
            "text": result_pages.stage_sentence(result),
            "link_url": "#computed-1",
            "link_text": how,
        },
        {
            "label": _("What holds it back"),
            "text": format_html_join(" ", "{}", ((line,) for line in lines))
            or _("Nothing: every rule of the next stage is met."),
        },
        {
            "label": _("Index"),
            "value": headline(result.index),
            "text": result_pages.index_words(result, compared),
            "link_url": "#computed-2",
            "link_text": how,
        },
        {
            "label": _("Coverage"),
            "value": result_pages.coverage_words(result),
            "text": evidence_words(round, result),
            "link_url": "#computed-3",
            "link_text": how,
        },
    ]


def evidence_words(round: Round, result: RoundResult) -> str:
    """Return how many questions have a level, and evidence."""
    rows = Evidence.objects.present().filter(institution__round=round)
    if round.is_frozen:
        number = _questions_of(rows.filter(review=Evidence.Review.ACCEPTED), result)
        return ngettext(
            "questions have a level, %(count)s of them with accepted evidence.",
            "questions have a level, %(count)s of them with accepted evidence.",
            number,
        ) % {"count": number}
    number = _questions_of(rows, result)
    return ngettext(
        "questions have a level. Evidence was added to %(count)s question.",
        "questions have a level. Evidence was added to %(count)s questions.",
        number,
    ) % {"count": number}


def _questions_of(rows, result: RoundResult) -> int:
    """Return how many questions that have a level are among these rows."""
    shown = set(rows.order_by().values_list("question", flat=True).distinct())
    return sum(
        one.id in shown for one in result.questions.values() if one.number is not None
    )


def axis(result: RoundResult) -> list[dict]:
    """Return the levels over the strips: number, name, place in percent.

    Words are not mirrored, so their places are counted from the other side.
    """
    scale = Strip(
        label="", minimum=result.framework.minimum, maximum=result.framework.maximum
    )
    return [
        {
            "value": level.value,
            "name": text_in(level.name),
            "place": 100 - place if get_language_bidi() else place,
        }
        for level, (_level, place) in zip(
            result.framework.levels, scale.ticks, strict=True
        )
    ]


def levels_key(result: RoundResult) -> list[dict]:
    """Return the levels with what they mean everywhere."""
    return [
        {
            "level": result_pages.level_shown(result.framework, level.value),
            "meaning": text_in(level.meaning),
        }
        for level in result.framework.levels
    ]


def comparison_lines(result: RoundResult, compared: Compared | None) -> list[dict]:
    """Return the questions whose level changed, in the order of the framework."""
    if compared is None or compared.change is None:
        return []
    return [
        {
            "question": result_pages.question_shown(
                result, result.framework.by_id[key]
            ),
            "old": result_pages.level_shown(compared.result.framework, change.old),
            "change": result_pages.signed(change.difference),
        }
        for key, change in compared.change.questions.items()
        if change.difference
    ]


def left_out_words(change: RoundChange) -> str:
    """Return how many questions could be compared and how many could not."""
    return ngettext(
        "%(count)s question asks the same as then and is compared. Left out: %(left)s.",
        "%(count)s questions ask the same as then and are compared. Left out: "
        "%(left)s.",
        len(change.compared),
    ) % {"count": len(change.compared), "left": len(change.left_out)}
