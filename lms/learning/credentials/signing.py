"""Signing: the two ways in which a credential can be proved.

Data Integrity with the cryptosuite eddsa-rdfc-2022 (W3C Recommendation "Data
Integrity EdDSA Cryptosuites v1.0", section 3.2) puts a proof into the JSON: the
document and the options of the proof are each brought into the one form that
RDF Dataset Canonicalization gives them, hashed, and the two hashes signed. A
JWT (Open Badges 3.0, "JSON Web Token Proof Format") signs the text as it is.
"""

import functools
import hashlib
import json
import warnings
from datetime import datetime
from pathlib import Path

from lms.learning.credentials.base58 import multibase
from lms.learning.credentials.documents import moment, verification_method
from lms.learning.credentials.keys import Signer

#: The vocabularies of credentials, kept here so that nothing is ever fetched.
CONTEXTS = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": (
        "ob-v3p0-context-3.0.3.json"
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": (
        "ob-v3p0-extensions.json"
    ),
    "https://w3id.org/security/data-integrity/v2": "data-integrity-v2.json",
    "https://w3id.org/security/multikey/v1": "multikey-v1.json",
}
_FOLDER = Path(__file__).parent / "contexts"


class UnknownContext(Exception):
    """A document names a vocabulary that is not kept here."""


def add_proof(document: dict, signer: Signer, *, at: datetime) -> dict:
    """Return the document with a Data Integrity proof of who signed it, and when."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": moment(at),
        "verificationMethod": verification_method(signer.key),
        "proofPurpose": "assertionMethod",
    }
    hashed = _digest({"@context": document["@context"], **options}) + _digest(document)
    return document | {
        "proof": [options | {"proofValue": multibase(signer.sign(hashed))}]
    }


def as_token(document: dict, signer: Signer, *, at: datetime) -> str:
    """Return the document as a signed JWT (compact JWS, algorithm EdDSA).

    Its claims are those that Open Badges 3.0 asks for beside the credential;
    at is what the credential says in validFrom.
    """
    from joserfc import jws
    from joserfc.jwk import OKPKey

    key = OKPKey.import_key(signer.private)
    header = {
        "alg": "EdDSA",
        "typ": "JWT",
        "kid": verification_method(signer.key),
        "jwk": key.as_dict(private=False),
    }
    claims = document | {
        "iss": issuer_id(document),
        "jti": document["id"],
        "nbf": int(at.timestamp()),
    }
    if subject := document["credentialSubject"].get("id"):
        claims["sub"] = subject
    with warnings.catch_warnings():
        # Open Badges names the algorithm EdDSA, not Ed25519 as RFC 9864 does.
        warnings.simplefilter("ignore")
        return jws.serialize_compact(header, text_of(claims), key, algorithms=["EdDSA"])


def issuer_id(document: dict) -> str:
    """Return who issued a document, named by an id or described by an object."""
    issuer = document["issuer"]
    return issuer if isinstance(issuer, str) else issuer["id"]


def text_of(document: dict) -> str:
    """Return a document as the JSON that is kept and given out."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _digest(document: dict) -> bytes:
    return hashlib.sha256(canonical(document).encode()).digest()


def canonical(document: dict) -> str:
    """Return the canonical N-Quads of a document (RDFC-1.0).

    pyld calls the algorithm by the name it had before it was a standard. Raises
    UnknownContext where a vocabulary would have to be fetched.
    """
    from pyld import jsonld

    return jsonld.normalize(
        document,
        {
            "algorithm": "URDNA2015",
            "format": "application/n-quads",
            "documentLoader": load_context,
        },
    )


def load_context(url: str, options: dict | None = None) -> dict:
    """Return a vocabulary as pyld asks for it; never from the network."""
    if url not in CONTEXTS:
        raise UnknownContext(f"{url} is not among the vocabularies kept here.")
    return {
        "contextUrl": None,
        "documentUrl": url,
        "contentType": "application/ld+json",
        "document": _context(url),
    }


@functools.cache
def _context(url: str) -> dict:
    return json.loads((_FOLDER / CONTEXTS[url]).read_text(encoding="utf-8"))
