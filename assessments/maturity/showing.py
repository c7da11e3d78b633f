"""A framework as people read it: every text in the language that it has."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from assessments.maturity.instrument import Dimension, Framework, Question, Texts
from assessments.maturity.models import FrameworkVersion
from assessments.maturity.models import Question as QuestionRow
from assessments.questions.languages import pick, spoken


@dataclass(frozen=True)
class ShownQuestion:
    """One question with its texts; ``descriptors``: pairs for a list of facts."""

    id: str
    title: str
    essential: bool
    allow_na: bool
    combine: str
    guidance: str
    evidence: str
    respondents: list[str]
    modules: tuple[str, ...]
    descriptors: list[dict]


@dataclass(frozen=True)
class ShownDimension:
    """One dimension with its questions."""

    id: str
    title: str
    question: str
    basis: str
    questions: list[ShownQuestion]


def framework_context(row: FrameworkVersion) -> dict:
    """What the page of a framework needs."""
    framework = row.instrument()
    names = {level.value: said(level.name) for level in framework.levels}
    return {
        "framework": row,
        "title": said(framework.title),
        "plain_title": pick(framework.title, language_of_page()),
        "summary": said(framework.summary),
        "source": said(framework.source),
        "levels": [
            {
                "label": level_label(level.value, names[level.value]),
                "value": said(level.meaning),
                "second": said(level.proof),
            }
            for level in framework.levels
        ],
        "dimensions": [
            _shown_dimension(framework, one, names) for one in framework.dimensions
        ],
        "number_of_questions": len(framework.questions),
        "number_of_essentials": len(framework.essentials),
    }


def said(texts: Texts) -> str | SafeString:
    """A text in the active language; in another one, marked as that."""
    text, language = pick(texts, language_of_page()), spoken(texts, language_of_page())
    if not text or language == language_of_page():
        return text
    direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction, text)


def level_label(value: int, name: str) -> str | SafeString:
    """A level as "2 · Started", or only its number when it has no name."""
    return format_html("{} · {}", value, name) if name else str(value)


def _shown_dimension(
    framework: Framework, dimension: Dimension, names: dict[int, str]
) -> ShownDimension:
    return ShownDimension(
        id=dimension.id,
        title=said(dimension.title),
        question=said(dimension.question),
        basis=said(dimension.basis),
        questions=[
            _shown_question(framework, one, names) for one in dimension.questions
        ],
    )


def _shown_question(
    framework: Framework, question: Question, names: dict[int, str]
) -> ShownQuestion:
    combine = dict(QuestionRow.Combine.choices)
    return ShownQuestion(
        id=question.id,
        title=said(question.title),
        essential=question.essential,
        allow_na=question.allow_na,
        combine=str(combine[question.combine]),
        guidance=said(question.guidance),
        evidence=said(question.evidence),
        respondents=[
            said(framework.respondents.get(key, {})) or key.replace("_", " ")
            for key in question.respondents
        ],
        modules=question.modules,
        descriptors=[
            {"label": level_label(value, names[value]), "value": said(texts)}
            for value, texts in question.descriptors.items()
        ],
    )


def crumb_title(row: FrameworkVersion) -> str:
    """The short title of a version, for headings and tabs."""
    title = pick(row.instrument().title, language_of_page())
    return _("%(title)s, version %(version)s") % {
        "title": title,
        "version": row.version,
    }


def language_of_page() -> str:
    """Return the language of the page, without a region: ``en``."""
    return (get_language() or "en").split("-")[0]
