"""Learning paths: which modules, in which order, for which role.

They stand in modules/content/paths.yaml and hold keys of modules only, so that a
path is the same in every language. The choice of modules per role follows the
gap-to-module rule of the maturity framework ("learning").
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lms.core.content_files import Problems, read_yaml
from modules.choices import Role
from modules.outline import ModuleOutline, all_outlines

FILE = "paths.yaml"


@dataclass(frozen=True)
class PathEntry:
    """One path as its file says: role, introduction by language, module keys."""

    role: str
    intro: tuple[tuple[str, str], ...]
    modules: tuple[str, ...]


@dataclass(frozen=True)
class LearningPath:
    """A path in one language; minutes is the sum over its modules."""

    role: str
    title: str
    intro: str
    modules: tuple[ModuleOutline, ...]

    @property
    def key(self) -> str:
        """The role: what stands for the path in records, as a module's key does."""
        return self.role

    @property
    def minutes(self) -> int:
        """The time for all modules of the path."""
        return sum(module.minutes for module in self.modules)

    @property
    def hours(self) -> int:
        """The same in whole hours, rounded, at least 1."""
        return max(1, round(self.minutes / 60))


def read_paths(root: Path, known: set[str], problems: Problems) -> list[PathEntry]:
    """Read paths.yaml; note every fault, among them modules that are not known."""
    path = root / FILE
    if not path.exists():
        return []
    whole = read_yaml(path, problems)
    entries = []
    for part in whole.parts("paths"):
        role = part.choice("role", Role.values)
        if role in [entry.role for entry in entries]:
            part.problem(f"The path of `{role}` stands here twice.", "Keep one.")
        keys = []
        for item in part.items("modules"):
            key = item.as_text()
            if key not in known:
                item.problem(f"There is no module `{key}`.", "Mend the key.")
            keys.append(key)
        intro = part.texts("intro")
        entries.append(PathEntry(role, tuple(intro.items()), tuple(keys)))
        part.finish()
    whole.finish()
    return entries


def learning_paths(language: str) -> tuple[LearningPath, ...]:
    """Return all paths in this language, in the order of the file.

    A text that has no version in the language appears in the default one.
    """
    outlines = all_outlines(language)
    path = settings.MODULE_CONTENT_DIR / FILE
    changed = path.stat().st_mtime_ns if path.exists() else 0
    found = []
    for entry in _entries(settings.MODULE_CONTENT_DIR, changed):
        intro = dict(entry.intro)
        found.append(
            LearningPath(
                role=entry.role,
                title=str(Role(entry.role).label),
                intro=intro.get(language) or intro[settings.LANGUAGE_CODE],
                modules=tuple(
                    outlines[key] for key in entry.modules if key in outlines
                ),
            )
        )
    return tuple(found)


def learning_path(role: str, language: str) -> LearningPath | None:
    """Return the path of one role, or None."""
    return next((path for path in learning_paths(language) if path.role == role), None)


@lru_cache(maxsize=4)
def _entries(root: Path, _changed: int) -> tuple[PathEntry, ...]:
    # What is served was checked when the course was loaded; a key that has
    # gone since is left out above.
    problems = Problems()
    known = {path.name[:2] for path in root.glob("[0-9][0-9]-*")}
    return tuple(read_paths(root, known, problems))
