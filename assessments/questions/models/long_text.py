"""Questions answered by a text that somebody reads and marks."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assessments.questions import grading
from assessments.questions.controls import ANSWER, Criterion, OnPaper, TextField
from assessments.questions.languages import lazy, pick, texts_of
from assessments.questions.models import parts
from assessments.questions.models.base import AnswerProblem, Fault, Question
from assessments.questions.models.repetition import repeated_keys, repeated_texts
from assessments.questions.registry import question_type
from assessments.questions.text import can_be_kept

#: The longest text that is kept, in bytes of UTF-8 (about 15,000 words of English).
LARGEST = 100_000
_KILOBYTE = 1000


@question_type
class LongTextQuestion(Question):
    """A text, marked by a trainer against a rubric. Stored: the text as written.

    The rubric is shown before anybody writes. Each criterion brings whole points,
    none to all; the grade is the share of all points. Until every criterion has been
    marked the grade is pending. ``words`` is advice, never a limit::

        type: long_text
        words: 200                   # optional: how long a good answer is
        rubric:
          - key: source
            text: {en: "Names the source"}
            points: 2                # 1 to 20
            full: {en: "Register, holder and date."}
            partly: {en: "The register only."}          # optional
          - key: use
            text: {en: "Says what it is used for"}
            points: 1
            full: {en: "Names one decision."}
    """

    type_key = "long_text"
    template_name = "components/question_long_text.html"
    on_paper = OnPaper.TEXT

    words = models.PositiveSmallIntegerField(
        _("words of a good answer"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Advice to the writer, never a limit."),
    )

    class Meta:
        verbose_name = _("long text question")
        verbose_name_plural = _("long text questions")

    def own_data(self):
        """The advised length and the rubric."""
        return {
            "words": self.words,
            "rubric": [
                {
                    "key": row.key,
                    "text": texts_of(row.text),
                    "points": row.points,
                    "full": texts_of(row.full),
                }
                | ({"partly": texts_of(row.partly)} if texts_of(row.partly) else {})
                for row in self.criteria.all()
            ],
        }

    def fill(self, data):
        """Own fields too."""
        super().fill(data)
        self.words = data.get("words")

    def child_rows(self, data):
        """A row per criterion."""
        return [
            parts.Criterion(
                question=self,
                sort_order=order,
                key=row["key"],
                text=lazy(row["text"]),
                points=row["points"],
                full=lazy(row["full"]),
                partly=lazy(row.get("partly")),
            )
            for order, row in enumerate(data["rubric"])
        ]

    @classmethod
    def read(cls, part):
        """The advised length and the rubric."""
        return {
            "words": part.integer("words", required=False, minimum=1, maximum=30_000),
            "rubric": [cls._read_criterion(row) for row in part.parts("rubric")],
        }

    @classmethod
    def _read_criterion(cls, row):
        criterion = {
            "key": row.key(limit=20),
            "text": row.texts("text"),
            "points": row.integer("points", minimum=1, maximum=parts.MOST_POINTS),
            "full": row.texts("full"),
        }
        if partly := row.texts("partly", required=False):
            criterion["partly"] = partly
        row.finish()
        return criterion

    @classmethod
    def faults(cls, data):
        """A rubric, its criteria told apart."""
        found = super().faults(data)
        if not data.get("rubric"):
            found.append(
                Fault(
                    "rubric",
                    _("Nobody could mark this: there is no rubric."),
                    _("Add a criterion."),
                )
            )
        rubric = data.get("rubric", ())
        found += repeated_keys("rubric", rubric)
        return found + repeated_texts("rubric", rubric, "text")

    @classmethod
    def scored(cls, data):
        """The criteria and their points."""
        return sorted((row["key"], row["points"]) for row in data["rubric"])

    @classmethod
    def build_fields(cls, spec, shown, language):
        """A text of any length; what is too long is refused later, in words."""
        return {ANSWER: TextField()}

    @classmethod
    def entry(cls, spec, answer):
        """The text."""
        return {ANSWER: answer or ""}

    @classmethod
    def to_answer(cls, spec, cleaned, language):
        """The text, its lines divided as everywhere."""
        text = cleaned[ANSWER].replace("\r\n", "\n").replace("\r", "\n").strip()
        size = len(text.encode())
        if size > LARGEST:
            raise AnswerProblem(
                {
                    ANSWER: gettext(
                        "Your text is too long to be kept: it has %(size)d kB, and "
                        "at most %(most)d kB can be kept. Shorten it."
                    )
                    % {"size": -(-size // _KILOBYTE), "most": LARGEST // _KILOBYTE}
                }
            )
        return text or None

    @classmethod
    def fits(cls, spec, answer):
        """A text that is not too long."""
        return (
            isinstance(answer, str)
            and can_be_kept(answer)
            and 0 < len(answer.encode()) <= LARGEST
        )

    @classmethod
    def controls(cls, spec, shown, entered, language, verdict=None):
        """What was written, how long it is, and the rubric."""
        written = entered.get(ANSWER) or ""
        return {
            "value": written,
            "words": len(written.split()),
            "advised": spec.get("words"),
            "rubric": [
                Criterion(
                    text=pick(row["text"], language),
                    points=row["points"],
                    full=pick(row["full"], language),
                    partly=pick(row.get("partly"), language),
                )
                for row in spec["rubric"]
            ],
        }

    @classmethod
    def grade(cls, spec, answer):
        """Nothing for no text; otherwise it waits to be marked."""
        return grading.grade_long_text(answer)

    @classmethod
    def grade_marked(cls, spec, answer, marks):
        """The share of the points given."""
        if not answer:
            return cls.grade(spec, answer)
        return grading.grade_by_rubric(spec, marks)

    @classmethod
    def right_answer(cls, spec):
        """There is no single one."""
        return None

    @classmethod
    def example_answer(cls, spec):
        """What the rubric asks for, in the main language."""
        return "\n".join(pick(row["full"], "en") for row in spec["rubric"])

    @classmethod
    def marking_notes(cls, spec, language):
        """The rubric, a line a criterion."""
        return [
            ngettext(
                "%(text)s, %(count)d point: %(full)s",
                "%(text)s, up to %(count)d points: %(full)s",
                row["points"],
            )
            % {
                "text": pick(row["text"], language),
                "count": row["points"],
                "full": pick(row["full"], language),
            }
            for row in spec["rubric"]
        ]

    @classmethod
    def describe(cls, spec, answer, language):
        """How long it is, and how it begins."""
        if not answer:
            return []
        count = len(answer.split())
        length = ngettext("%(count)d word", "%(count)d words", count) % {"count": count}
        line = " ".join(answer.split())
        return [length, f"{line[:200]}…" if len(line) > 200 else line]
