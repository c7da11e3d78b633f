"""One style sheet out of many part files, without a build step.

``static/css`` holds ``tokens.css``, ``base.css``, ``layout.css`` and one file
per component. Pages ask for ``css/site.css``, which exists nowhere in the
repository: :class:`BundleFinder` joins the parts in cascade order the moment
somebody looks for it, and again whenever a part has changed.
"""

import os
import re
import tempfile
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "css/site.css"
LAYERS = ("tokens", "base", "components")

# Strings and url(...) are kept as they are; comments and runs of white space
# are what may go.
_TOKEN = re.compile(
    r"""(?P<keep>"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*'|url\([^)]*\))"""
    r"""|(?P<comment>/\*.*?\*/)|(?P<space>\s+)|(?P<other>[^"'/\s]+?(?=url\(|["'/\s]|$)|.)""",
    re.DOTALL,
)
_AROUND = re.compile(r" ?([{};,>]) ?")


def minify(css: str) -> str:
    """Return the style sheet without comments and needless white space.

    Space before a colon stays (``a :hover`` is not ``a:hover``), and so does
    space around ``+`` and ``-``, which ``calc()`` needs.
    """
    kept: list[str] = []
    plain: list[str] = []
    for match in _TOKEN.finditer(css):
        if match["keep"] is not None:
            plain.append(f"\0{len(kept)}\0")
            kept.append(match["keep"])
        elif match["comment"] is not None or match["space"] is not None:
            plain.append(" ")
        else:
            plain.append(match["other"])
    text = re.sub(r" +", " ", "".join(plain))
    text = _AROUND.sub(r"\1", text)
    text = text.replace(": ", ":").replace(";}", "}").strip()
    return re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], text)


def part_files(folder: Path) -> dict[str, list[Path]]:
    """Return the part files under ``folder`` (``static/css``) by layer, in order."""
    return {
        "tokens": [folder / "tokens.css"],
        "base": [folder / "base.css", folder / "layout.css"],
        "components": sorted((folder / "components").glob("*.css")),
    }


@lru_cache(maxsize=2)
def _joined(parts: tuple[tuple[str, Path, int], ...]) -> bytes:
    """Join the parts, given as (layer, file, time of last change in ns)."""
    css = [f"@layer {','.join(LAYERS)};"]
    for layer in LAYERS:
        sheets = [file.read_text("utf-8") for name, file, _ in parts if name == layer]
        css.append(f"@layer {layer}{{{minify(''.join(sheets))}}}")
    return "".join(css).encode()


def bundle(folder: Path) -> bytes:
    """Return the content of ``css/site.css`` joined from ``folder``."""
    return _joined(
        tuple(
            (layer, file, file.stat().st_mtime_ns)
            for layer, files in part_files(folder).items()
            for file in files
        )
    )


class BundleFinder(BaseFinder):
    """Finds ``css/site.css``, for runserver, WhiteNoise and collectstatic alike.

    The joined file is kept under ``DATA_DIR/cache/static``, or in the system's
    folder for passing files where the data folder cannot be written.
    """

    def __init__(self, app_names: list[str] | None = None, *args, **kwargs) -> None:
        self.source = Path(settings.BASE_DIR) / "static" / "css"
        super().__init__(*args, **kwargs)

    def check(self, **kwargs) -> list:
        """Return no warnings: there is nothing to configure."""
        return []

    def _write(self) -> Path:
        """Write the bundle where it differs from what is there; return its root."""
        content = bundle(self.source)
        try:
            return self._write_under(Path(settings.DATA_DIR) / "cache/static", content)
        except OSError:
            spare = Path(tempfile.gettempdir()) / f"streetlight-static-{os.getuid()}"
            return self._write_under(spare, content)

    @staticmethod
    def _write_under(root: Path, content: bytes) -> Path:
        target = root / BUNDLE
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            # Several processes may start at once: each writes its own file and
            # moves it into place whole.
            handle, name = tempfile.mkstemp(dir=target.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(0o644)
            Path(name).replace(target)
        return root

    def find(self, path: str, find_all: bool = False, **kwargs) -> str | list[str]:
        """Return where the bundle lies, or an empty list for any other path."""
        if path != BUNDLE:
            return []
        found = str(self._write() / BUNDLE)
        return [found] if find_all or kwargs.get("all") else found

    def list(self, ignore_patterns):
        """Yield the bundle and the storage it lies in, as collectstatic asks."""
        storage = FileSystemStorage(location=self._write())
        storage.prefix = None
        yield BUNDLE, storage


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """Collected files for production: packed, with a hash of the content in the name.

    Names inside JavaScript modules are rewritten too. Everybody may read the
    files, unlike uploads: the web processes run as another user than collects.
    """

    support_js_module_import_aggregation = True

    def __init__(self, *args, **kwargs) -> None:
        modes = {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755}
        super().__init__(*args, **(modes | kwargs))
