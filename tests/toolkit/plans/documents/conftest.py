"""A draft of the small library, its coordinator, and its workbook."""

import io

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from lms.accounts.models import Role
from tests.accounts.factories import make_person
from tests.toolkit.plans.factories import plan_with_lines
from toolkit.plans.documents.workbook import plan_workbook
from toolkit.plans.importing.columns import TITLES
from toolkit.plans.models import Plan

KEYS = list(TITLES)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2027-01-12T10:00:00Z"):
        yield


@pytest.fixture
def plan(db):
    """A draft: LIFT-1 in 2027Q1, LIFT-2 (needs it) Q2 and Q3, LIFT-3 Q2, LIFT-4 Q3."""
    made = plan_with_lines()
    made.items.filter(code="LIFT-1").update(cost="1200.50", funding="State budget")
    made.items.filter(code="LIFT-4").update(cost=300)
    return Plan.objects.with_places().get(pk=made.pk)


@pytest.fixture
def coordinator(plan):
    """Who runs the plan."""
    return make_person(Role.COORDINATOR, plan.country)


class Workbook:
    """The workbook of a plan in somebody's hands."""

    def __init__(self, content: bytes):
        self.book = load_workbook(io.BytesIO(content))
        self.sheet = self.book.worksheets[0]

    def row(self, code: str) -> int:
        """The number of the row of a line."""
        return next(
            cell.row for cell in self.sheet["A"] if str(cell.value).upper() == code
        )

    def get(self, code: str, key: str):
        """What a line says in a column."""
        return self.sheet.cell(self.row(code), KEYS.index(key) + 1).value

    def write(self, code: str, **values) -> None:
        """Write into the row of a line."""
        for key, value in values.items():
            self.sheet.cell(self.row(code), KEYS.index(key) + 1, value)

    def add(self, **values) -> int:
        """Write a new row below the lines."""
        number = 1 + max(cell.row for cell in self.sheet["B"] if cell.value)
        for key, value in values.items():
            self.sheet.cell(number, KEYS.index(key) + 1, value)
        return number

    def delete(self, code: str) -> None:
        """Delete the row of a line."""
        self.sheet.delete_rows(self.row(code))

    def file(self, name: str = "plan.xlsx") -> SimpleUploadedFile:
        """Return it as an upload."""
        buffer = io.BytesIO()
        self.book.save(buffer)
        return SimpleUploadedFile(name, buffer.getvalue())


@pytest.fixture
def workbook(plan):
    """The workbook as it was downloaded."""
    return Workbook(plan_workbook(plan))
