"""Editors' pictures are shown; nothing else in their storage is."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

PNG = b"\x89PNG\r\n\x1a\n picture"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Keep a picture, a document and a script in the public storage."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "media"},
        }
    }
    for name in ("images/cover.png", "documents/list.png", "images/page.html"):
        storages["default"].save(name, ContentFile(PNG))
    (tmp_path / "secret.png").write_bytes(PNG)


def test_picture_is_shown_and_kept_by_browsers(client):
    answer = client.get("/media/images/cover.png")

    assert answer.getvalue() == PNG
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "public, max-age=2592000"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "images/gone.png",
        "images/page.html",
        "documents/list.png",
        "images/../documents/list.png",
        "images/../../secret.png",
        "images/%2e%2e/%2e%2e/secret.png",
        "images/a\x00.png",
    ],
)
def test_everything_else_is_not_found(client, path):
    assert client.get(f"/media/{path}").status_code == 404


def test_s3_storage_shows_its_pictures_at_our_own_address():
    storage = pytest.importorskip("lms.core.object_storage").PublicFiles(
        bucket_name="streetlight", location="media"
    )

    assert storage.url("images/a b.png") == "/media/images/a%20b.png"
