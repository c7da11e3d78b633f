"""A plan's workbook, as XLSX or CSV, read as rows."""

from django.core.files.base import File

from lms.core.table_files import read_table
from toolkit.plans.importing.columns import COLUMNS
from toolkit.plans.importing.judging import Given

#: More lines than any plan has.
MOST_ROWS = 500


def read_plan(file: File) -> Given:
    """Return the rows of a file. Raises FileRefused."""
    return Given.of(read_table(file, COLUMNS, most_rows=MOST_ROWS))
