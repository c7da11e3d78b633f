"""Action libraries as files: those that ship, and any other by its path. No database."""

from functools import cache
from pathlib import Path

from django.conf import settings

from assessments.maturity.catalogue import YAML_ENDINGS, shipped_frameworks
from assessments.maturity.instrument import Framework, version_order
from lms.core.content_files import Problems
from toolkit.plans.library import Library
from toolkit.plans.reading import read_library_file


def library_files(path: Path | None = None) -> list[Path]:
    """The files of a folder, by default of the shipped one; or the one file itself."""
    path = path or Path(settings.ACTION_CONTENT_DIR)
    if not path.is_dir():
        return [path]
    return sorted(one for one in path.iterdir() if one.suffix.lower() in YAML_ENDINGS)


def read_libraries(
    path: Path | None = None, frameworks: dict[str, Framework] | None = None
) -> list[tuple[Path, Library]]:
    """Read and judge files whole, the oldest version of each key first.

    Raises :class:`~lms.core.content_files.ContentRefused`.
    """
    if frameworks is None:
        frameworks = {one.key: one for one in shipped_frameworks()}
    problems = Problems()
    files = library_files(path)
    if not files:
        problems.add(path, None, "There is no action library in this folder.")
    read = [
        (file, read_library_file(file, problems, frameworks=frameworks))
        for file in files
    ]
    problems.refuse()
    return sorted(read, key=lambda one: (one[1].key, version_order(one[1].version)))


@cache
def shipped_library() -> Library:
    """The newest library that ships with Streetlight."""
    return read_libraries()[-1][1]
