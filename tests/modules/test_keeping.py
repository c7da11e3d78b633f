"""Books on the shelf: each version made once, whoever asks at the same time."""

import threading

import pytest
from django.core.cache import cache

from lms.core.private_files import private_storage
from modules.books.keeping import kept_or_made


@pytest.fixture(autouse=True)
def _empty_shelf(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private", "base_url": None},
        }
    }
    cache.clear()


DIGEST, OTHER = "a" * 64, "b" * 64


def shelf():
    return sorted(private_storage().listdir("books")[1])


def test_eight_readers_at_once_have_it_made_once():
    made, got = [], []

    def make():
        made.append(1)
        return b"book"

    def ask():
        got.append(kept_or_made("02-en", DIGEST, "pdf", make))

    readers = [threading.Thread(target=ask) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()

    assert (len(made), got) == (1, [b"book"] * 8)


def test_new_version_removes_the_one_before_and_nothing_else():
    for prefix, digest, ending in (
        ("02-en", DIGEST, "pdf"),
        ("02-en", DIGEST, "epub"),
        ("02-ru", DIGEST, "pdf"),
        ("03-en", DIGEST, "pdf"),
    ):
        kept_or_made(prefix, digest, ending, lambda: b"old")

    assert kept_or_made("02-en", OTHER, "pdf", lambda: b"new") == b"new"
    assert shelf() == [
        f"02-en-{'a' * 32}.epub",
        f"02-en-{'b' * 32}.pdf",
        f"02-ru-{'a' * 32}.pdf",
        f"03-en-{'a' * 32}.pdf",
    ]


def test_book_that_could_not_be_made_is_made_by_the_next():
    def fail():
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - nothing more to say
        kept_or_made("02-en", DIGEST, "pdf", fail)

    assert kept_or_made("02-en", DIGEST, "pdf", lambda: b"book") == b"book"


def test_process_that_stopped_half_way_does_not_block_others(monkeypatch):
    # It left its mark in the shared cache and never came back.
    cache.add(f"modules:books/02-en-{'a' * 32}.pdf", 1, 60)
    monkeypatch.setattr("modules.books.keeping.PATIENCE", 0.3)

    assert kept_or_made("02-en", DIGEST, "pdf", lambda: b"book") == b"book"
