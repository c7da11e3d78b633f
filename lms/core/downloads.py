"""Files to keep: one answer for what is made at once and for what is stored."""

import mimetypes

from django.core.files.base import File
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

_UNKNOWN = "application/octet-stream"


def download(content: bytes | str, name: str, kind: str = "") -> HttpResponse:
    """Return a file to keep under this name, in any script.

    kind: the media type; without one it follows from the name. Sent whole, so that a
    phone on a slow line knows how much is to come.
    """
    kind = kind or mimetypes.guess_type(name)[0] or _UNKNOWN
    headers = {
        "Content-Disposition": content_disposition_header(
            as_attachment=True, filename=name
        ),
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=kind, headers=headers)


def stored_download(file: File, name: str) -> HttpResponse:
    """Return a stored file under the name it was sent with. Http404 when it is gone.

    Whether the person may have it is decided before.
    """
    try:
        with file.open() as opened:
            content = opened.read()
    except FileNotFoundError as error:
        raise Http404 from error
    return download(content, name)
