"""Canonical forms, status lists and badges, read by other programs."""

import hashlib
import io
import json

import defusedxml.ElementTree as ElementTree
import pytest
from django.core.cache import cache
from hypothesis import given, settings
from hypothesis import strategies as st
from openbadgeslib.ob3 import OB3Verifier, decode_encoded_list, set_indices
from PIL import Image

from lms.learning.certificates import revoke_certificate
from lms.learning.credentials import signing, status
from lms.learning.credentials.baking import badge_of, png_badge, svg_badge
from lms.learning.credentials.issuing import credential_of
from lms.learning.credentials.signing import UnknownContext, canonical, load_context
from lms.learning.models import LIST_LENGTH, Credential
from tests.accounts.factories import UserFactory
from tests.learning.factories import CertificateFactory, content_of
from tests.learning.verifiers import proof_holds

#: SHA-256 of each vocabulary: a changed one would change what signatures mean.
FINGERPRINTS = {
    "credentials-v2.json": "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    "data-integrity-v2.json": "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
    "multikey-v1.json": "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
    "ob-v3p0-context-3.0.3.json": "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
    "ob-v3p0-extensions.json": "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
}


def test_vocabularies_are_the_published_ones():
    assert {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in signing._FOLDER.glob("*.json")
    } == FINGERPRINTS


def test_nothing_is_fetched():
    from pyld.jsonld import JsonLdError

    with pytest.raises(UnknownContext):
        load_context("https://example.org/context.json")
    with pytest.raises(JsonLdError):
        canonical({"@context": "https://example.org/context.json", "id": "urn:x"})


@given(st.sets(st.integers(0, LIST_LENGTH - 1), max_size=50))
@settings(max_examples=30)
def test_status_list_is_read_as_it_was_written(indexes):
    bits = decode_encoded_list(status.encoded(indexes))

    assert len(bits) * 8 == LIST_LENGTH >= 131_072
    assert set_indices(bits) == indexes


def test_status_list_counts_from_the_left():
    assert decode_encoded_list(status.encoded([0, 9]))[:2] == b"\x80\x40"


@pytest.mark.django_db
class TestStatusList:
    """Signed lists."""

    def bits(self):
        document = json.loads(status.signed_list(1))
        return set_indices(
            decode_encoded_list(document["credentialSubject"]["encodedList"])
        )

    def test_list_is_signed_and_says_for_how_long(self, time_machine):
        time_machine.move_to("2026-11-20 10:00Z", tick=False)

        document = json.loads(status.signed_list(1))

        assert proof_holds(document)
        assert document["type"] == [
            "VerifiableCredential",
            "BitstringStatusListCredential",
        ]
        assert (document["validFrom"], document["validUntil"]) == (
            "2026-11-20T10:00:00Z",
            "2026-11-21T10:00:00Z",
        )

    def test_bit_is_set_at_once_when_a_certificate_is_withdrawn(self):
        kept, other = (credential_of(CertificateFactory()) for _ in range(2))
        assert self.bits() == set()

        revoke_certificate(kept.certificate, reason="Not own.", by=UserFactory())

        assert self.bits() == {kept.status_index}
        assert other.status_index not in self.bits()

    def test_list_is_signed_again_only_after_a_change_or_an_hour(self, time_machine):
        time_machine.move_to("2026-11-20 10:00Z")
        first = status.signed_list(1)
        assert status.signed_list(1) == first

        time_machine.move_to("2026-11-20 11:01Z")
        cache.clear()  # local memory counts real seconds

        assert status.signed_list(1) != first

    def test_next_list_is_begun_when_one_is_half_full(self, monkeypatch):
        monkeypatch.setattr(status, "FULL", 2)
        lists = [credential_of(CertificateFactory()).status_list for _ in range(3)]

        assert lists == [1, 1, 2]
        assert status.list_exists(2)
        assert not status.list_exists(3)

    def test_places_are_not_in_a_row(self):
        for _ in range(8):
            credential_of(CertificateFactory())
        places = list(
            Credential.objects.order_by("pk").values_list("status_index", flat=True)
        )

        assert len(set(places)) == 8
        assert places != sorted(places)


INSIDE = '{"name":"Мира ]]> & <b>","n":1}'


@pytest.mark.parametrize(
    "content",
    [{}, {"kind": "participation"}, {"scope": "path", "modules": [{}] * 16}],
    ids=["module", "participation", "path"],
)
def test_baked_badges_give_the_credential_back(content):
    badge = badge_of(content_of(**content))

    in_svg = OB3Verifier.extract_token_from_svg(svg_badge(badge, INSIDE).encode())
    in_png = OB3Verifier.extract_token_from_png(png_badge(badge, INSIDE))

    assert json.loads(in_svg) == json.loads(in_png) == json.loads(INSIDE)


def test_png_carries_it_once_and_not_compressed():
    content = png_badge(badge_of(content_of()), INSIDE)

    assert content.count(b"iTXtopenbadgecredential\0\0\0\0\0") == 1
    picture = Image.open(io.BytesIO(content))
    assert picture.size == (400, 400)
    assert picture.text["openbadgecredential"] == INSIDE


def test_svg_has_the_element_first_and_a_title_for_those_who_do_not_see():
    root = ElementTree.fromstring(svg_badge(badge_of(content_of()), INSIDE))

    assert [child.tag.partition("}")[2] for child in root][:2] == [
        "credential",
        "title",
    ]
    assert root[1].text == "Module 01: Introduction to the mechanism"


def test_badge_without_credential_has_none():
    badge = badge_of(content_of())

    assert "credential" not in svg_badge(badge).replace("openbadges=", "")
    assert b"openbadgecredential" not in png_badge(badge)
