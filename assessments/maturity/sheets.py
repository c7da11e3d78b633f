"""How an instrument lies in a workbook: sheets, columns and their headings.

Writing (:mod:`.workbook`) and reading (:mod:`.workbook_reading`) share this, so that
what comes out goes in again.
"""

from dataclasses import dataclass

from assessments.maturity.instrument import COMBINE, INDEX, MEAN, RELATIONS, STATES

YES, NO = "yes", "no"
#: Between the words of one cell, as in "06, 12".
COMMA = ", "

PLAIN, NUMBER, WORDS, FLAG, TEXTS = "plain", "number", "words", "flag", "texts"


@dataclass(frozen=True)
class Column:
    """One column, or one for each language where ``kind`` is TEXTS.

    ``name``: the entry in the file. ``width``: in characters.
    """

    heading: str
    name: str
    kind: str = PLAIN
    required: bool = False
    options: tuple[str, ...] = ()
    width: int = 14

    def headings(self, languages: tuple[str, ...]) -> list[tuple[str, str]]:
        """Pairs of heading and language, which is "" for all but texts."""
        if self.kind != TEXTS:
            return [(self.heading, "")]
        return [(f"{self.heading} ({language})", language) for language in languages]


ENTRIES = "Framework"
#: Rows of the first sheet: entry, name in the file, kind.
HEAD_ROWS = (
    Column("Framework id", "id", required=True),
    Column("Version", "version", required=True),
    Column("State", "state", options=STATES),
    Column("Languages", "languages", WORDS),
    Column("Title", "title", TEXTS),
    Column("Summary", "summary", TEXTS),
    Column("Source", "source", TEXTS),
)
HEAD_COLUMNS = (
    Column("Entry", "entry", required=True, width=18),
    Column("Value", "value", width=26),
    Column("Text", "text", TEXTS, width=80),
)

SETTINGS = "Scoring"
SETTING_ROWS = (
    Column("Figure of a dimension", "dimension", options=(MEAN,)),
    Column("Index", "index", options=INDEX),
    Column("Share of questions for a stage", "stage_share", NUMBER),
    Column("Share of dimensions for the national stage", "national_share", NUMBER),
    Column("Number of dimensions for the national stage", "national_dims", NUMBER),
    Column("Level essential questions need at most", "essential_floor", NUMBER),
    Column("Coverage a mean needs", "min_coverage", NUMBER),
    Column("First level that asks for evidence", "evidence_from", NUMBER),
    Column("Levels apart for a discussion", "discuss_spread", NUMBER),
    Column("Agreement below which to discuss", "discuss_agreement", NUMBER),
    Column("Noise in a dimension", "noise_dimension", NUMBER),
    Column("Noise in the whole", "noise_overall", NUMBER),
)
SETTING_COLUMNS = (
    Column("Setting", "setting", required=True, width=46),
    Column("Value", "value"),
)

LEVELS = "Levels"
LEVEL_COLUMNS = (
    Column("Level", "value", NUMBER, required=True),
    Column("Key", "key"),
    Column("Name", "name", TEXTS, width=18),
    Column("Meaning", "meaning", TEXTS, width=60),
    Column("Proof", "proof", TEXTS, width=40),
)

RESPONDENTS = "Respondents"
RESPONDENT_COLUMNS = (
    Column("Key", "key", required=True, width=20),
    Column("Name", "name", TEXTS, required=True, width=40),
)

DIMENSIONS = "Dimensions"
DIMENSION_COLUMNS = (
    Column("Dimension", "id", required=True),
    Column("Title", "title", TEXTS, required=True, width=36),
    Column("Leading question", "question", TEXTS, width=60),
    Column("Basis", "basis", TEXTS, width=60),
    Column("Weight", "weight", NUMBER),
)

QUESTIONS = "Questions"
QUESTION_COLUMNS = (
    Column("Question", "id", required=True, width=10),
    Column("Dimension", "of_dimension", required=True),
    Column("Title", "title", TEXTS, required=True, width=36),
    Column("Essential", "essential", FLAG),
    Column("Combine", "combine", required=True, options=COMBINE),
    Column("May not apply", "allow_na", FLAG),
    Column("Weight", "weight", NUMBER),
    Column("Answered by", "respondents", WORDS, width=28),
    Column("Why it matters", "guidance", TEXTS, width=60),
    Column("Evidence", "evidence", TEXTS, width=50),
    Column("Modules", "modules", WORDS),
)

DESCRIPTORS = "Descriptors"
DESCRIPTOR_COLUMNS = (
    Column("Question", "of_question", required=True, width=10),
    Column("Level", "of_level", NUMBER, required=True, width=8),
    Column("Descriptor", "text", TEXTS, required=True, width=100),
)

MAP = "Map"
MAP_COLUMNS = (
    Column("From", "from"),
    Column("To", "to"),
    Column("Relation", "relation", required=True, options=RELATIONS),
)

SHEETS = {
    ENTRIES: HEAD_COLUMNS,
    SETTINGS: SETTING_COLUMNS,
    LEVELS: LEVEL_COLUMNS,
    RESPONDENTS: RESPONDENT_COLUMNS,
    DIMENSIONS: DIMENSION_COLUMNS,
    QUESTIONS: QUESTION_COLUMNS,
    DESCRIPTORS: DESCRIPTOR_COLUMNS,
    MAP: MAP_COLUMNS,
}
#: Sheets a file may be without.
OPTIONAL = (SETTINGS, RESPONDENTS, MAP)
