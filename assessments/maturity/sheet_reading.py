"""A filled questionnaire out of a workbook or a CSV file, checked whole first.

Every fault says sheet, row and column, and what to do. What is right is given back
only when nothing is wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.functional import lazy
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from assessments.maturity.models import RoundInstitution
from assessments.maturity.sheet_files import (
    ABOUT,
    COLUMNS,
    HIDDEN,
    KIND,
    OPEN,
    headings,
    words_of,
)
from assessments.maturity.sheet_rows import Entry, Fault, RowJudge, folded
from assessments.maturity.tables import (
    TableRefused,
    cell_text,
    column_name,
    open_workbook,
)
from lms.core.table_files import Column, FileRefused, NoRows, read_table
from lms.core.table_heads import plain_head
from lms.core.workbooks import plain_cell

#: Largest file that is read, in bytes, and the most rows of one.
FILE_LIMIT = 5 * 1024 * 1024
MOST_ROWS = 5000
CSV = ".csv"
#: What is read of a row.
READ = ("question", *OPEN, *HIDDEN)
_heading = lazy(lambda name: headings()[name], str)


@dataclass
class Sheet:
    """What was read: ``entries`` only when there is no fault."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_questionnaire(
    content: bytes, *, name: str, institution: RoundInstitution
) -> Sheet:
    """Read a filled questionnaire for one institution; never raises for its content."""
    if Path(name).suffix.lower() == CSV:
        return _read_csv(content, name, institution)
    try:
        book = open_workbook(name, content)
    except TableRefused as refused:
        remedy = _("Open it in a spreadsheet program and save it again as XLSX.")
        return Sheet(faults=[Fault(str(refused), remedy)])
    reader = _BookReader(book, institution)
    entries = reader.read()
    return Sheet([] if reader.faults else entries, reader.faults)


class _BookReader(RowJudge):
    """Reads one workbook."""

    def __init__(self, book, institution: RoundInstitution) -> None:
        super().__init__(institution)
        self.book = book
        self.places: dict[str, int] = {}

    def read(self) -> list[Entry]:
        about = self._about()
        if self.faults:
            return []
        self.sheet = about["answers"]
        rows = list(self.book[self.sheet].iter_rows(values_only=True))
        self.places = self._columns(rows[0] if rows else ())
        if self.faults:
            return []
        if len(rows) > MOST_ROWS:
            self.fault(_("There are too many rows."), _("Remove the empty ones."))
            return []
        read = [
            self.row(number, {name: self._text(cells, name) for name in READ})
            for number, cells in enumerate(rows[2:], start=3)
            if any(cell_text(value).strip() for value in cells)
        ]
        return [one for one in read if one]

    def _about(self) -> dict[str, str]:
        """Judge of what the file is; return its facts."""
        again = _("Download the questionnaire again and fill that in.")
        if ABOUT not in self.book.sheetnames:
            self.fault(_("This is not a questionnaire of Streetlight."), again)
            return {}
        rows = list(
            self.book[ABOUT].iter_rows(values_only=True, max_col=7, max_row=200)
        )
        texts = [[cell_text(value) for value in (*row, *[None] * 7)] for row in rows]
        facts = {row[0]: row[1] for row in texts if row[0]}
        if facts.get("kind") != KIND:
            self.fault(_("This questionnaire is of another version."), again)
            return facts
        self._judge_round(facts, again)
        own = {facts.get("answers"), facts.get("instructions"), ABOUT}
        for title in self.book.sheetnames:
            if title not in own:
                self.fault(
                    _("The sheet “%(sheet)s” does not belong to the questionnaire.")
                    % {"sheet": title},
                    _("Remove this sheet and bring the file in again."),
                )
        if facts.get("answers") not in self.book.sheetnames:
            self.fault(
                _("The sheet “%(sheet)s” is missing.")
                % {"sheet": facts.get("answers", "")},
                _("Give it this name again, or download the questionnaire again."),
            )
        self.answers = self._words(texts, 3, words_of(self.framework).answers)
        self.confidence = self._words(texts, 5, words_of(self.framework).confidence)
        return facts

    def _judge_round(self, facts: dict[str, str], again: str) -> None:
        round = self.institution.round
        framework = (facts.get("framework"), facts.get("framework_version"))
        if framework != (self.framework.key, self.framework.version):
            self.fault(
                _(
                    "The file is of version %(theirs)s of the questions; this round uses %(ours)s."
                )
                % {
                    "theirs": " ".join(map(str, framework)),
                    "ours": f"{self.framework.key} {self.framework.version}",
                },
                again,
            )
        elif facts.get("round") != str(round.pk):
            self.fault(
                _("The file is of another round than %(round)s.") % {"round": round},
                again,
            )
        elif facts.get("institution") not in ("", None, str(self.institution.pk)):
            self.fault(
                _("The file is of another institution than %(name)s.")
                % {"name": self.institution},
                _("Bring it in for the institution it was downloaded for."),
            )

    def _words(self, texts, column: int, known: dict[str, str]) -> dict[str, str]:
        """Return the words of the drop-downs, of the file and of this language."""
        written = {row[column + 1]: row[column] for row in texts if row[column]}
        words = {word: code for code, word in known.items()} | written
        codes = {code: code for code in known}
        return {
            folded(word): code
            for word, code in (words | codes).items()
            if code in known
        }

    def _columns(self, heads) -> dict[str, int]:
        """Return the columns by their names for the machine."""
        found = {cell_text(value).strip(): number for number, value in enumerate(heads)}
        missing = [name for name in ("question", *OPEN) if name not in found]
        if missing:
            self.fault(
                _("The hidden first row does not name these columns: %(names)s.")
                % {"names": ", ".join(missing)},
                _("Download the questionnaire again and copy the answers into it."),
                row=1,
            )
        places = {name: found[name] for name in COLUMNS if name in found}
        titles = headings()
        self.columns = {
            name: f"{column_name(place)} ({titles[name]})"
            for name, place in places.items()
        }
        return places

    def _text(self, cells, name: str) -> str:
        place = self.places.get(name)
        if place is None or place >= len(cells):
            return ""
        text = plain_cell(cell_text(cells[place]))
        # Spreadsheet programs write line ends of their own into a cell.
        text = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
        return text.replace("\0", "").strip()


def _read_csv(content: bytes, name: str, institution: RoundInstitution) -> Sheet:
    """Read the sheet of answers as a spreadsheet program writes it to CSV.

    The names for the machine or those for people may stand above it, or both. Nothing
    says of which round it is; the questions do.
    """
    try:
        table = read_table(
            ContentFile(content, name=name), _csv_columns(), most_rows=MOST_ROWS
        )
    except NoRows:
        return Sheet()
    except FileRefused as refused:
        remedy = _("Then bring the file in again.")
        return Sheet(faults=[Fault(str(refused), remedy)])
    judge = RowJudge(institution)
    judge.columns = dict(table.columns)
    judge.answers, judge.confidence = _words_of_all(judge.framework)
    rows = [row for row in table.rows if not _is_head(row.cells)]
    read = [judge.row(row.number, row.cells) for row in rows]
    entries = [one for one in read if one]
    return Sheet([] if judge.faults else entries, judge.faults)


def _csv_columns() -> list[Column]:
    """Return the columns of the sheet of answers that are read."""
    return [
        Column(
            name,
            _heading(name),
            required=name in ("question", "answer"),
            aliases=(name,),
            lines=name in ("justification", "na_reason"),
        )
        for name in READ
    ]


def _is_head(cells) -> bool:
    """Return whether a row names the columns a second time, for people."""
    for code in _languages():
        with override(code):
            titles = headings()
        if all(
            plain_head(cells[name]) in (plain_head(titles[name]), "") for name in READ
        ):
            return bool(cells["question"])
    return False


def _words_of_all(framework) -> tuple[dict[str, str], dict[str, str]]:
    """Return codes by the words of the drop-downs in every language, this one first."""
    answers: dict[str, str] = {}
    confidence: dict[str, str] = {}
    for code in _languages():
        with override(code):
            words = words_of(framework)
        for known, found in (
            (answers, words.answers),
            (confidence, words.confidence),
        ):
            for one, word in found.items():
                known.setdefault(folded(word), one)
                known.setdefault(folded(one), one)
    return answers, confidence


def _languages() -> Iterator[str]:
    """Yield the language of the page, then the others."""
    yield get_language()
    yield from (code for code, _name in settings.LANGUAGES)
