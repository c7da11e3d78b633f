"""Verifying credentials with other programs than those that sign them.

The signer brings documents into canonical form with pyld and signs with
cryptography. Here pyoxigraph (in Rust) makes the canonical form and PyNaCl
(libsodium) checks the signature; openbadgeslib does all of it its own way and
knows the rules of Open Badges as well.
"""

import hashlib
import json
from pathlib import Path

import pyoxigraph
from jsonschema import Draft201909Validator
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey
from openbadgeslib.ob3 import OB3LdpVerifier, OB3Verifier

from lms.learning.credentials import signing
from lms.learning.credentials.base58 import decode, from_multikey
from lms.learning.credentials.documents import did_document
from lms.learning.credentials.status import signed_list
from lms.learning.models import SigningKey

VENDOR = Path(__file__).parent.parent / "vendor/openbadges-3.0"
_CONTEXTS = Path(signing.__file__).parent / "contexts"


def schema_faults(document: dict, name="achievementcredential") -> list[str]:
    """Return what the official JSON schema finds wrong with a document."""
    text = (VENDOR / f"ob_v3p0_{name}_schema.json").read_text(encoding="utf-8")
    validator = Draft201909Validator(json.loads(text))
    return [
        f"{one.json_path}: {one.message}" for one in validator.iter_errors(document)
    ]


def proof_holds(document: dict) -> bool:
    """Return whether the Data Integrity proof of a document is right.

    The steps of "Verify Proof (eddsa-rdfc-2022)" with pyoxigraph and PyNaCl.
    """
    (proof,) = document["proof"]
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    hashed = b"".join(
        hashlib.sha256(_canonical(one).encode()).digest()
        for one in ({"@context": document["@context"], **options}, unsecured)
    )
    key = VerifyKey(from_multikey(proof["verificationMethod"].partition("#")[2]))
    try:
        key.verify(hashed, decode(proof["proofValue"][1:]))
    except BadSignatureError:
        return False
    return True


def _canonical(document: dict) -> str:
    contexts = [_context(url) for url in document["@context"]]
    quads = pyoxigraph.Dataset(
        pyoxigraph.parse(
            json.dumps(document | {"@context": contexts}).encode(),
            format=pyoxigraph.RdfFormat.JSON_LD,
        )
    )
    quads.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(f"{quad} .\n" for quad in quads))


def _context(url: str):
    file = _CONTEXTS / signing.CONTEXTS[url]
    return json.loads(file.read_text(encoding="utf-8"))["@context"]


def looked_up(url: str, *, token: bool = False) -> bytes:
    """Return what our addresses answer, for a verifier that looks them up."""
    if url.endswith("/did.json"):
        return json.dumps(did_document(SigningKey.objects.all())).encode()
    number = int(url.rpartition("/")[2])
    return signed_list(number, token=token).encode()


def verify_with_openbadgeslib(document: str, *, status: bool = False):
    """Verify a credential (JSON), its issuer found through the DID. Raises if wrong.

    The library reads signatures of status lists in JWTs only.
    """
    return OB3LdpVerifier().verify(
        document, check_status=status, verify_status_list=False, download=looked_up
    )


def verify_token_with_openbadgeslib(token: str, issuer: str, *, status: bool = False):
    """Verify a credential (JWT) and its status list, both signatures. Raises if wrong."""

    def download(url):
        return looked_up(url, token=True)

    verifier = OB3Verifier.for_issuer_did(issuer, download=download)
    return verifier.verify(token, check_status=status, download=download)
