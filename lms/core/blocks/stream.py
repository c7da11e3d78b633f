"""The body that standard pages are built from."""

from wagtail import blocks

from lms.core.blocks.callouts import (
    CountryExampleBlock,
    KeyMessageBlock,
    NoteBlock,
    ThenAndNowBlock,
    WarningBlock,
)
from lms.core.blocks.media import FigureBlock, QuotationBlock, VideoBlock
from lms.core.blocks.tables import DataTableBlock
from lms.core.blocks.text import ProseBlock


class BodyStreamBlock(blocks.StreamBlock):
    """All blocks that make sense on any page of text."""

    prose = ProseBlock()
    key_message = KeyMessageBlock()
    note = NoteBlock()
    warning = WarningBlock()
    then_and_now = ThenAndNowBlock()
    country_example = CountryExampleBlock()
    table = DataTableBlock()
    figure = FigureBlock()
    quotation = QuotationBlock()
    video = VideoBlock()
