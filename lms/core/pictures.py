"""Pictures that editors upload, from whatever storage holds them.

They pass through the application on every kind of storage, so that a page asks
its own server for everything (the content policy allows nothing else) and no
bucket has to be opened to the world. nginx keeps copies.
"""

from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import storages
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

#: Where Wagtail keeps pictures and their sizes. Documents lie beside them and
#: are only for those whom Wagtail's own view lets in.
FOLDERS = ("images", "original_images")
#: What a browser may take for a picture; SVG could carry a script.
KINDS = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
#: A name stands for one content: Wagtail gives each upload and size its own.
KEEP = "public, max-age=2592000"


@require_safe
def picture(request, path: str):
    """Answer with a picture; 404 for everything that is not one."""
    parts = PurePosixPath(path)
    kind = KINDS.get(parts.suffix.lower())
    if kind is None or parts.parts[0] not in FOLDERS or ".." in parts.parts:
        raise Http404
    try:
        content = storages["default"].open(path)
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise Http404 from error
    response = FileResponse(content, content_type=kind)
    response["Cache-Control"] = KEEP
    return response
