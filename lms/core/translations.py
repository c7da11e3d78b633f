"""Compiled interface texts, made without native gettext tools.

Catalogues (.po) are in version control; what Django reads (.mo) is made from
them on the machine that runs.
"""

import os
from pathlib import Path

import polib
from django.conf import settings


def catalogues() -> list[Path]:
    """Return the paths of all catalogues in LOCALE_PATHS, sorted."""
    return sorted(
        path
        for folder in settings.LOCALE_PATHS
        for path in Path(folder).glob("*/LC_MESSAGES/*.po")
    )


def compile_messages() -> list[Path]:
    """Compile every catalogue that is newer than its compiled form.

    Returns the catalogues that were compiled. A compiled file gets its name
    only when it is whole, so that a start that is killed leaves no torn one.
    Raises OSError (with the file named) for a catalogue that cannot be read.
    """
    compiled = []
    for source in catalogues():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        draft = target.with_suffix(f".{os.getpid()}.part")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        compiled.append(source)
    return compiled
