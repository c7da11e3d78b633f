"""Frameworks out of the database, as files that load again unchanged."""

from assessments.maturity.instrument import Framework, framework_data
from assessments.maturity.models import FrameworkVersion
from assessments.maturity.workbook import framework_workbook
from lms.core.content_files import dump_yaml

FORMATS = ("yaml", "xlsx")


def find_framework(name: str) -> FrameworkVersion | None:
    """The row of ``KEY@VERSION``; of a key alone the newest, published ones first."""
    key, _sign, version = name.partition("@")
    rows = FrameworkVersion.objects.called(key)
    if version:
        return rows.filter(version=version).first()
    return rows.published().first() or rows.first()


def export_framework(framework: Framework, kind: str) -> bytes:
    """The framework as a file; ``kind``: one of FORMATS."""
    if kind == "xlsx":
        return framework_workbook(framework)
    return dump_yaml(framework_data(framework)).encode()


def file_name(framework: Framework, kind: str) -> str:
    """What the file of a framework is called."""
    return f"{framework.key}-{framework.version}.{kind}"
