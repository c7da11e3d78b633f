"""The questionnaire on paper: to read, to tick and to write on."""

from django.utils.translation import override

from assessments.maturity.answer_pages import cards_of, others_of
from assessments.maturity.instrument import Framework, Question
from assessments.maturity.models import Round, RoundInstitution
from assessments.maturity.round_reading import framework_of
from assessments.maturity.showing import said
from assessments.questions.languages import pick
from lms.core.pdf import render_pdf

STYLESHEET = "pdf/questionnaire.css"


def questionnaire_pdf(
    round: Round, institution: RoundInstitution | None = None, *, language: str
) -> bytes:
    """Return the questionnaire (A4, PDF/UA), blank; with a name when it is given.

    Raises the exceptions of render_pdf.
    """
    framework = framework_of(round)
    with override(language):
        context = {
            "round": round,
            "institution": institution,
            "title": pick(framework.title, language),
            "number": len(framework.questions),
            "evidence_from": framework.scoring.evidence_from,
            "dimensions": [
                {
                    "id": one.id,
                    "title": said(one.title),
                    "question": said(one.question),
                    "questions": [
                        _printed(framework, asked) for asked in one.questions
                    ],
                }
                for one in framework.dimensions
            ],
        }
        return render_pdf(
            "pdf/questionnaire.html",
            context,
            stylesheet=STYLESHEET,
            language=language,
        )


def _printed(framework: Framework, question: Question) -> dict:
    return {
        "id": question.id,
        "title": said(question.title),
        "essential": question.essential,
        "guidance": said(question.guidance),
        "evidence": said(question.evidence),
        "cards": cards_of(framework, question, ""),
        "others": others_of(framework, question, ""),
    }
