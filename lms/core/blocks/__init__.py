"""StreamField blocks by theme, and the body that pages are built from.

Each block that can stand in a content file says so itself: `directive` is its
word in the file, `from_file` turns options and parts into its value, and
`to_file` turns the value back. Nothing outside asks which block it is.
"""

from lms.core.blocks.callouts import (
    CountryExampleBlock,
    KeyMessageBlock,
    NoteBlock,
    ThenAndNowBlock,
    WarningBlock,
)
from lms.core.blocks.files import BodyFormatError, FileBlock
from lms.core.blocks.media import FigureBlock, QuotationBlock, VideoBlock
from lms.core.blocks.practice import ExerciseBlock, WorkedExampleBlock
from lms.core.blocks.stream import BodyStreamBlock
from lms.core.blocks.tables import DataTableBlock
from lms.core.blocks.text import ProseBlock

__all__ = [
    "BodyFormatError",
    "BodyStreamBlock",
    "CountryExampleBlock",
    "DataTableBlock",
    "ExerciseBlock",
    "FigureBlock",
    "FileBlock",
    "KeyMessageBlock",
    "NoteBlock",
    "ProseBlock",
    "QuotationBlock",
    "ThenAndNowBlock",
    "VideoBlock",
    "WarningBlock",
    "WorkedExampleBlock",
]
