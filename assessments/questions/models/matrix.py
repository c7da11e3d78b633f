"""Questions that ask the same of several things: how often, how much."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.questions.controls import OnPaper, Option, Row, WordField, row_name
from assessments.questions.languages import lazy, pick, texts_of
from assessments.questions.models.base import Fault
from assessments.questions.models.parts import Choice, OrderItem
from assessments.questions.models.repetition import repeated_keys, repeated_texts
from assessments.questions.models.survey import SurveyType
from assessments.questions.registry import question_type

#: More columns than this do not fit beside each other.
_MOST_COLUMNS = 7


@question_type
class MatrixQuestion(SurveyType):
    """Rows, each with one of the same columns. Stored: ``{key of row: column}``.

    Ungraded; there is no right answer, and rows may stay empty::

        type: matrix
        rows:
          - {key: a, text: {en: "Border crossings"}}
          - {key: b, text: {en: "Residence permits"}}
        columns:                     # 2 to 7, in their order
          - {key: never, text: {en: "Never"}}
          - {key: monthly, text: {en: "Every month"}}
    """

    type_key = "matrix"
    template_name = "components/question_matrix.html"
    on_paper = OnPaper.PAIRS

    class Meta:
        verbose_name = _("matrix question")
        verbose_name_plural = _("matrix questions")

    def own_data(self):
        """Rows and columns."""
        return {
            name: [{"key": row.key, "text": texts_of(row.text)} for row in rows.all()]
            for name, rows in (("rows", self.order_items), ("columns", self.choices))
        }

    def child_rows(self, data):
        """A line per row, a choice per column."""
        return [
            model(
                question=self, sort_order=order, key=row["key"], text=lazy(row["text"])
            )
            for model, name in ((OrderItem, "rows"), (Choice, "columns"))
            for order, row in enumerate(data[name])
        ]

    @classmethod
    def read(cls, part):
        """Rows and columns."""
        own = {"rows": [], "columns": []}
        for name, lines in own.items():
            for row in part.parts(name):
                lines.append({"key": row.key(limit=20), "text": row.texts("text")})
                row.finish()
        return own

    @classmethod
    def faults(cls, data):
        """A row, two columns and no more than fit, all told apart."""
        found = super().faults(data)
        for name in ("rows", "columns"):
            found += repeated_keys(name, data[name])
            found += repeated_texts(name, data[name], "text")
        if not 2 <= len(data["columns"]) <= _MOST_COLUMNS:
            found.append(
                Fault(
                    "columns",
                    _("There are too few or too many columns."),
                    _("Write 2 to 7."),
                )
            )
        return found

    @classmethod
    def scored(cls, data):
        """Which rows and columns there are."""
        return [[row["key"] for row in data[name]] for name in ("rows", "columns")]

    @classmethod
    def build_fields(cls, spec, shown, language):
        """A field per row."""
        return {row_name(row["key"]): WordField(limit=60) for row in spec["rows"]}

    @classmethod
    def entry(cls, spec, answer):
        """The column of every row that has one."""
        return {row_name(key): column for key, column in (answer or {}).items()}

    @classmethod
    def to_answer(cls, spec, cleaned, language):
        """The rows that were answered."""
        found = {row["key"]: cleaned[row_name(row["key"])] for row in spec["rows"]}
        return {key: column for key, column in found.items() if column} or None

    @classmethod
    def fits(cls, spec, answer):
        """Rows and columns of this question."""
        columns = [row["key"] for row in spec["columns"]]
        return (
            isinstance(answer, dict)
            and bool(answer)
            and set(answer) <= {row["key"] for row in spec["rows"]}
            and all(
                isinstance(value, str) and value in columns for value in answer.values()
            )
        )

    @classmethod
    def controls(cls, spec, shown, entered, language, verdict=None):
        """A row of options per row, under the same heads."""
        columns = [(row["key"], pick(row["text"], language)) for row in spec["columns"]]
        rows = []
        for row in spec["rows"]:
            name = row_name(row["key"])
            rows.append(
                Row(
                    key=row["key"],
                    name=name,
                    text=pick(row["text"], language),
                    options=tuple(
                        Option(key, text, checked=key == entered.get(name))
                        for key, text in columns
                    ),
                )
            )
        return {"rows": rows, "heads": [text for _key, text in columns]}

    @classmethod
    def example_answer(cls, spec):
        """The first column in every row."""
        return {row["key"]: spec["columns"][0]["key"] for row in spec["rows"]}

    @classmethod
    def describe(cls, spec, answer, language):
        """A line per row that was answered."""
        columns = {row["key"]: row["text"] for row in spec["columns"]}
        return [
            # Translators: a row of a matrix and the column somebody chose in it
            gettext("%(row)s: %(column)s")
            % {
                "row": pick(row["text"], language),
                "column": pick(columns.get(answer[row["key"]]), language),
            }
            for row in spec["rows"]
            if row["key"] in (answer or {})
        ]
