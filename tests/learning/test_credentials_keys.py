"""Keys: made once, sealed, changed without losing what was signed."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.models import AuditEntry
from lms.learning import listeners
from lms.learning.credentials import base58, keys
from lms.learning.credentials.documents import did_document
from lms.learning.credentials.keys import (
    KeySealed,
    current_signer,
    ensure_key,
    rotate_key,
)
from lms.learning.models import SigningKey


@pytest.mark.django_db
class TestKeys:
    """With the database."""

    def test_key_is_there_after_the_first_migration(self):
        assert SigningKey.objects.filter(is_current=True).count() == 1

    def test_ensure_key_twice_is_one_key(self):
        assert ensure_key() == ensure_key()
        assert SigningKey.objects.count() == 1

    def test_key_that_another_process_made_meanwhile_is_taken(self, monkeypatch):
        first = ensure_key()
        blind = [SigningKey.objects.none()]
        real = SigningKey.objects.filter
        monkeypatch.setattr(
            SigningKey.objects,
            "filter",
            lambda **kw: blind.pop() if blind else real(**kw),
        )

        assert ensure_key() == first
        assert blind == []

    def test_the_database_refuses_a_second_current_key(self):
        ensure_key()

        with pytest.raises(IntegrityError), transaction.atomic():
            SigningKey.objects.create(public="z6Mk2", sealed="x")

    def test_key_signs_for_its_public_half(self):
        signer = current_signer()
        raw = base58.from_multikey(signer.key.public)

        assert signer.key.public.startswith("z6Mk")
        assert signer.private.public_key().public_bytes_raw() == raw

    def test_database_alone_signs_nothing(self, settings):
        ensure_key()
        settings.SECRET_KEY = "of a thief with a copy of the database"

        with pytest.raises(KeySealed, match="SECRET_KEY_FALLBACKS"):
            current_signer()

    def test_older_secret_among_the_fallbacks_opens_and_seals_anew(self, settings):
        key = ensure_key()
        older, settings.SECRET_KEY = settings.SECRET_KEY, "newer"
        settings.SECRET_KEY_FALLBACKS = [older]

        before = current_signer().private.private_bytes_raw()
        settings.SECRET_KEY_FALLBACKS = []

        assert current_signer().private.private_bytes_raw() == before
        assert current_signer().key == key

    def test_rotation_helps_when_the_secret_is_lost(self, settings):
        old = ensure_key()
        settings.SECRET_KEY = "another"

        rotate_key()

        assert current_signer().key != old

    def test_rotation_retires_the_old_key_and_publishes_both(self):
        old = ensure_key()

        new = rotate_key()

        old.refresh_from_db()
        assert (old.is_current, new.is_current) == (False, True)
        assert old.retired_at is not None
        published = did_document(SigningKey.objects.all())
        assert [
            one["publicKeyMultibase"] for one in published["verificationMethod"]
        ] == [
            new.public,
            old.public,
        ]
        assert len(published["assertionMethod"]) == 2

    def test_rotation_is_in_the_activity_log(self):
        new = rotate_key()

        entry = AuditEntry.objects.get(verb="credential_key_changed")
        assert entry.subject_name == new.public

    def test_command_names_the_new_key(self, capsys):
        call_command("rotate_credential_key")

        assert ensure_key().public in capsys.readouterr().out

    def test_older_state_of_the_tables_is_no_trouble(self, monkeypatch):
        monkeypatch.setattr(SigningKey._meta, "db_table", "not_there_yet")
        monkeypatch.setattr(keys, "ensure_key", lambda: 1 / 0)

        listeners.make_signing_key(using="default")


@given(st.binary(max_size=80))
def test_base58_reads_what_it_wrote(data):
    assert base58.decode(base58.encode(data)) == data


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"Hello World!", "2NEpo7TZRRrLZSi2U"),
        (bytes.fromhex("0000287fb4cd"), "11233QC4"),
    ],
)
def test_base58_writes_as_the_draft_standard_says(data, text):
    assert base58.encode(data) == text


def test_base58_refuses_letters_that_look_alike():
    with pytest.raises(ValueError, match="substring not found"):
        base58.decode("0OIl")


@pytest.mark.parametrize("text", ["", "z", "u6Mk", "z6MkTooShort"])
def test_from_multikey_refuses_what_is_none(text):
    with pytest.raises(ValueError, match="Multikey"):
        base58.from_multikey(text)
