"""What the questions about opinions share: no answer is right, none counts."""

from assessments.questions import grading
from assessments.questions.models.base import Question


class SurveyType(Question):
    """A question whose answers are counted, never judged."""

    counts = False

    class Meta:
        abstract = True

    @classmethod
    def grade(cls, spec, answer):
        """Nothing to earn."""
        return grading.NOT_COUNTED

    @classmethod
    def right_answer(cls, spec):
        """There is none."""
        return None
