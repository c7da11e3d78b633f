"""Instruments as files: the shipped ones by key, any other by its path. No database."""

from pathlib import Path

from django.conf import settings

from assessments.maturity.instrument import Framework, version_order
from assessments.maturity.reading import read_framework_file
from assessments.maturity.workbook_reading import read_workbook_file
from lms.core.content_files import Problems

YAML_ENDINGS = (".yaml", ".yml")
WORKBOOK = ".xlsx"


class UnknownFramework(Exception):
    """There is no such file and no shipped instrument of this key."""


def framework_files(path: Path | None = None) -> list[Path]:
    """The files of a folder, by default of the shipped one; or the one file itself."""
    path = path or Path(settings.FRAMEWORK_CONTENT_DIR)
    if not path.is_dir():
        return [path]
    endings = (*YAML_ENDINGS, WORKBOOK)
    return sorted(
        one
        for one in path.iterdir()
        if one.suffix.lower() in endings and not one.name.startswith((".", "~"))
    )


def read_file(path: Path, problems: Problems) -> Framework | None:
    """Read a YAML file or a workbook; faults go to ``problems``."""
    if path.suffix.lower() == WORKBOOK:
        return read_workbook_file(path, problems)
    return read_framework_file(path, problems)


def framework_called(name: str) -> Framework:
    """The instrument in a file, or the newest shipped version of a key.

    ``name``: a path, ``migdata-maturity``, or ``migdata-maturity@1.0.0``. Raises
    :class:`UnknownFramework`, and
    :class:`~lms.core.content_files.ContentRefused` with every fault of a file.
    """
    path = Path(name)
    if path.suffix.lower() in (*YAML_ENDINGS, WORKBOOK) or path.is_file():
        problems = Problems()
        found = read_file(path, problems)
        problems.refuse()
        return found
    key, _sign, version = name.partition("@")
    shipped = shipped_frameworks()
    fitting = [
        one for one in shipped if one.key == key and version in ("", one.version)
    ]
    if not fitting:
        known = ", ".join(sorted({one.key for one in shipped}))
        raise UnknownFramework(
            f"There is no file and no framework `{name}`. "
            f"Write the path of a YAML or XLSX file, or one of: {known}."
        )
    return fitting[-1]


def shipped_frameworks() -> list[Framework]:
    """All that ship with Streetlight, by key, older versions first."""
    problems = Problems()
    found = [read_file(path, problems) for path in framework_files()]
    problems.refuse()
    return sorted(found, key=lambda one: (one.key, version_order(one.version)))
