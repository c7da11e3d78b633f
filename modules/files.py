"""The files of a module: where they lie, how big they are, who may have them."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from modules.models import ModulePage
from modules.permissions import can_download


@dataclass(frozen=True)
class ModuleFile:
    """One download: its title, kind (see choices.FileKind), size in bytes, address."""

    name: str
    title: str
    kind: str
    size: int
    url: str

    @property
    def words(self) -> str:
        """Type and size as people write them, for example "XLSX, 12 KB"."""
        return _("%(type)s, %(size)s") % {
            "type": self.name.rsplit(".", 1)[-1].upper(),
            "size": filesizeformat(self.size),
        }


def file_path(module_key: str, name: str) -> Path | None:
    """Return the file on disk, or None when the module has no such file.

    Looks only inside the module's own folder `files`, whatever the name says.
    """
    if Path(name).name != name or not module_key.isdigit():
        return None
    found = sorted(settings.MODULE_CONTENT_DIR.glob(f"{module_key}-*/files/{name}"))
    return found[0] if found and found[0].is_file() else None


def module_files(page: ModulePage, person) -> list[ModuleFile]:
    """Return the downloads of a module that this person may have."""
    files = []
    for item in page.files.raw_data:
        value = item["value"]
        path = file_path(page.key, value["name"])
        if path is None or not can_download(person, value["kind"]):
            continue
        files.append(
            ModuleFile(
                name=value["name"],
                title=value["title"],
                kind=value["kind"],
                size=path.stat().st_size,
                url=reverse("modules:file", args=[page.key, value["name"]]),
            )
        )
    return files
