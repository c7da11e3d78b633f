"""What issuer, achievement and credential say, as plain values; nothing is asked.

Texts are in the language in which the certificate was issued. Names of fields:
Open Badges 3.0 (1EdTech) and Verifiable Credentials Data Model 2.0 (W3C).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from lms.learning.certificate_lines import (
    is_path,
    issue_date,
    list_title,
    module_lines,
    result_sentence,
    title_line,
)
from lms.learning.models import Certificate, SigningKey

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
#: Names the type of credentialSchema, which the vocabulary above does not.
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
    "ob_v3p0_achievementcredential_schema.json"
)
_KINDS = {
    ("achievement", False): "Course",
    ("achievement", True): "LearningProgram",
    ("participation", False): "CertificateOfCompletion",
    ("participation", True): "CertificateOfCompletion",
}


@dataclass(frozen=True)
class StatusPlace:
    """Where it is written whether a credential still holds."""

    number: int
    index: int


def issuer_did() -> str:
    """Return the name of the issuer, found at did.json (W3C CCG "did:web").

    A did:web always means https; without it (a demonstration) the name can be
    read but not looked up.
    """
    host = quote(urlsplit(settings.BASE_URL).netloc, safe="")
    return f"did:web:{host}:verify"


def verification_method(key: SigningKey) -> str:
    """Return the name of a key as signatures give it."""
    return f"{issuer_did()}#{key.public}"


def issuer_profile(name: str = "") -> dict:
    """Return who issues, as it stands in credentials and at issuer.json."""
    return {
        "id": issuer_did(),
        "type": ["Profile"],
        "name": name or settings.SITE_NAME,
        "url": f"{settings.BASE_URL}/",
    }


def profile_document() -> dict:
    """Return the profile of the issuer as a document of its own."""
    return {"@context": [CREDENTIALS_V2, OPEN_BADGES]} | issuer_profile()


def did_document(keys: Iterable[SigningKey]) -> dict:
    """Return the public keys of the issuer, those that sign no more included."""
    methods = [
        {
            "id": verification_method(key),
            "type": "Multikey",
            "controller": issuer_did(),
            "publicKeyMultibase": key.public,
        }
        for key in keys
    ]
    return {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
        ],
        "id": issuer_did(),
        "alsoKnownAs": [f"{settings.BASE_URL}/verify/issuer.json"],
        "verificationMethod": methods,
        "assertionMethod": [one["id"] for one in methods],
    }


def achievement_name(content: dict) -> str:
    """Return the short name of an achievement in addresses: "module-01-achievement-en"."""
    scope = "path" if is_path(content) else "module"
    return f"{scope}-{content['module_key']}-{content['kind']}-{content['language']}"


def achievement_url(content: dict, suffix: str = "json") -> str:
    """Return where an achievement, or its picture, is found."""
    return (
        f"{settings.BASE_URL}/verify/achievements/{achievement_name(content)}.{suffix}"
    )


def achievement(content: dict) -> dict:
    """Return what was achieved, without who achieved it."""
    with override(content["language"]):
        document = {
            "id": achievement_url(content),
            "type": ["Achievement"],
            "achievementType": _KINDS[content["kind"], is_path(content)],
            "name": title_line(content),
            "description": _description(content),
            "criteria": {"narrative": _criteria(content)},
            "image": {
                "id": achievement_url(content, "svg"),
                "type": "Image",
                "caption": title_line(content),
            },
            "inLanguage": content["language"],
            "humanCode": content["module_key"],
        }
        if content["possible"]:
            document["resultDescription"] = [_result_description(content)]
    return document


def achievement_document(content: dict) -> dict:
    """Return an achievement as a document of its own."""
    return {"@context": [CREDENTIALS_V2, OPEN_BADGES]} | achievement(content)


def credential(certificate: Certificate, place: StatusPlace) -> dict:
    """Return the credential of a certificate, not signed yet.

    The person is named as on the certificate and by nothing else: a hashed
    e-mail address could be guessed, and the name is what anybody with the code
    reads on the check page anyway. The identifier of the subject is made from
    the code, so that two credentials of one person share nothing.
    """
    content = certificate.content
    page = f"{settings.BASE_URL}/verify/{certificate.code}/"
    issued = moment(certificate.issued_at)
    with override(content["language"]):
        return {
            "@context": [CREDENTIALS_V2, OPEN_BADGES, EXTENSIONS],
            "id": f"{page}credential.json",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": title_line(content),
            "description": _issued_line(content),
            "image": {"id": achievement_url(content, "svg"), "type": "Image"},
            "issuer": issuer_profile(content["issuer"]),
            "validFrom": issued,
            "awardedDate": issued,
            "credentialSubject": {
                "id": uuid5(NAMESPACE_URL, f"{page}#holder").urn,
                "type": ["AchievementSubject"],
                "identifier": _names(content),
                "achievement": achievement(content),
                "narrative": result_sentence(content),
            }
            | _result(content),
            "evidence": [_evidence(content, page)],
            "credentialStatus": status_entry(place),
            "credentialSchema": [
                {"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}
            ],
        }


def status_url(number: int) -> str:
    """Return where a status list is found."""
    return f"{settings.BASE_URL}/verify/status/{number}"


def status_entry(place: StatusPlace) -> dict:
    """Return where it is written whether the credential still holds."""
    url = status_url(place.number)
    return {
        "id": f"{url}#{place.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place.index),
        "statusListCredential": url,
    }


def status_credential(
    number: int, encoded: str, *, at: datetime, until: datetime
) -> dict:
    """Return a status list as a credential, not signed yet."""
    url = status_url(number)
    return {
        "@context": [CREDENTIALS_V2],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_did(),
        "validFrom": moment(at),
        "validUntil": moment(until),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded,
        },
    }


def moment(at: datetime) -> str:
    """Return a moment in UTC to the second, as RFC 3339 writes it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _names(content: dict) -> list[dict]:
    return [
        {
            "type": "IdentityObject",
            "hashed": False,
            "identityHash": name,
            "identityType": "name",
        }
        for name in (content["name"], content["name_latin"])
        if name
    ]


def _description(content: dict) -> str:
    if is_path(content):
        return _("Modules of the learning path: %(modules)s") % {
            "modules": "; ".join(
                f"{one['key']} {one['title']}" for one in content["modules"]
            )
        }
    if not content["objectives"]:
        return title_line(content)
    words = {"title": list_title(content), "list": " ".join(content["objectives"])}
    return _("%(title)s: %(list)s") % words


def _criteria(content: dict) -> str:
    if content["kind"] == "participation":
        return _("Took part. No check had to be passed.")
    if is_path(content):
        return _("Finished all modules of the learning path and passed their checks.")
    if content["possible"] and content["pass_mark"]:
        return _(
            "Finished the lessons of the module and passed its check with at least "
            "%(mark)s of %(possible)s points."
        ) % {"mark": content["pass_mark"], "possible": content["possible"]}
    return _("Finished the lessons of the module.")


def _result_description(content: dict) -> dict:
    document = {
        "id": f"{achievement_url(content)}#points",
        "type": ["ResultDescription"],
        "name": _("Points in the module check"),
        "resultType": "RawScore",
        "valueMin": "0",
        "valueMax": content["possible"],
    }
    if content["pass_mark"]:
        document["requiredValue"] = content["pass_mark"]
    return document


def _result(content: dict) -> dict:
    if not content["points"]:
        return {}
    return {
        "result": [
            {
                "type": ["Result"],
                "resultDescription": f"{achievement_url(content)}#points",
                "value": content["points"],
                "status": "Completed",
            }
        ]
    }


def _issued_line(content: dict) -> str:
    words = {
        "kind": Certificate.Kind(content["kind"]).label,
        "issuer": content["issuer"],
        "country": content["country"],
        "date": issue_date(content),
    }
    if content["country"]:
        return _("%(kind)s. %(issuer)s, for %(country)s, %(date)s.") % words
    return _("%(kind)s. %(issuer)s, %(date)s.") % words


def _evidence(content: dict, page: str) -> dict:
    lines = [result_sentence(content), *module_lines(content)]
    if content["trainer"]:
        lines.append(_("Trainer: %(name)s") % {"name": content["trainer"]})
    return {
        "id": page,
        "type": ["Evidence"],
        "name": _("Certificate check"),
        "description": _("The page on which everybody can check this certificate."),
        "narrative": "\n".join(lines),
    }
