"""QTI 3.0 (1EdTech), written as a package: one file a question and a manifest.

https://www.imsglobal.org/spec/qti/v3p0/impl. Written only. Every type has its
interaction; opinions carry no score, long texts are scored by people.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from assessments.questions.formats import qti3_interactions as interactions
from assessments.questions.formats.carrying import (
    Loss,
    characters_lost,
    clean_characters,
)
from assessments.questions.formats.html_text import xhtml
from assessments.questions.languages import pick
from assessments.questions.stem import stem_words, table_cells

ITEM = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
ITEM_SCHEMA = (
    "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd"
)
MANIFEST = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
MANIFEST_SCHEMA = (
    "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd"
)
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
#: What only a bank like ours knows of a question.
_OURS = ("objective", "difficulty", "lesson", "source")
_MIDNIGHT = (1980, 1, 1, 0, 0, 0)


def render(
    specs: Iterable[Mapping[str, Any]], language: str = "en"
) -> tuple[bytes, list[Loss]]:
    """The questions as one package (ZIP), and what could not be carried.

    The same questions always give the same bytes.
    """
    losses: list[Loss] = []
    files: dict[str, str] = {}
    for spec in specs:
        text, more = render_item(spec, language)
        files[f"items/{spec['key']}.xml"] = text
        losses += more
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in {"imsmanifest.xml": _manifest(files), **files}.items():
            info = zipfile.ZipInfo(name, _MIDNIGHT)
            package.writestr(info, text, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue(), losses


def render_item(
    spec: Mapping[str, Any], language: str = "en"
) -> tuple[str, list[Loss]]:
    """One question as ``qti-assessment-item``, and what could not be carried."""
    original, spec = spec, clean_characters(spec)
    item = ET.Element(
        "qti-assessment-item",
        {
            "xmlns": ITEM,
            "xmlns:xsi": _INSTANCE,
            "xsi:schemaLocation": f"{ITEM} {ITEM_SCHEMA}",
            "identifier": interactions.identifier(spec["key"]),
            "title": stem_words(pick(spec["stem"], language))[:100],
            "adaptive": "false",
            "time-dependent": "false",
            "xml:lang": language,
        },
    )
    body = ET.Element("qti-item-body")
    body.append(xhtml(pick(spec["stem"], language)))
    if "table" in spec:
        body.append(_table(spec["table"], language))
    written = interactions.write(spec, language, item, body)
    item.append(body)
    if written.processing is not None:
        item.append(written.processing)
    if "feedback" in spec:
        item.append(_general_feedback(spec, language))
    ET.indent(item)
    losses = [Loss(spec["key"], what, why) for what, why in written.losses]
    if spec != original:
        losses.append(characters_lost(spec["key"]))
    text = ET.tostring(item, encoding="unicode")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n',
        losses + _left_behind(spec, language),
    )


def _table(table: Mapping[str, Any], language: str) -> ET.Element:
    element = ET.Element("table")
    ET.SubElement(element, "caption").text = pick(table["caption"], language)
    heads, *lines = table_cells(pick(table["rows"], language))
    row = ET.SubElement(ET.SubElement(element, "thead"), "tr")
    for head in heads:
        ET.SubElement(row, "th", scope="col").text = head
    rows = ET.SubElement(element, "tbody")
    for line in lines:
        row = ET.SubElement(rows, "tr")
        for place, cell in enumerate(line):
            if place:
                ET.SubElement(row, "td").text = cell
            else:
                ET.SubElement(row, "th", scope="row").text = cell
    return element


def _general_feedback(spec: Mapping[str, Any], language: str) -> ET.Element:
    modal = ET.Element(
        "qti-modal-feedback",
        {
            "outcome-identifier": interactions.GENERAL,
            "identifier": "given",
            "show-hide": "show",
        },
    )
    content = ET.SubElement(modal, "qti-content-body")
    ET.SubElement(content, "p").text = pick(spec["feedback"], language)
    return modal


def _left_behind(spec: Mapping[str, Any], language: str) -> list[Loss]:
    key = spec["key"]
    others = sorted(_languages(spec) - {language})
    losses = []
    if others:
        losses.append(
            Loss(
                key,
                _("the texts in %(languages)s") % {"languages": ", ".join(others)},
                _("A file holds one language; write another file for each."),
            )
        )
    for name in ("picture", "hint", *_OURS):
        if name in spec:
            why = _("%(format)s has no place for it.") % {"format": "QTI 3"}
            losses.append(Loss(key, f"`{name}`", why))
    return losses


def _languages(value: Any) -> set[str]:
    if isinstance(value, Mapping):
        if value and all(
            len(name) == 2 and isinstance(value[name], str) for name in value
        ):
            return set(value)
        return set().union(*map(_languages, value.values()))
    if isinstance(value, (list, tuple)):
        return set().union(*map(_languages, value))
    return set()


def _manifest(files: Iterable[str]) -> str:
    manifest = ET.Element(
        "manifest",
        {
            "xmlns": MANIFEST,
            "xmlns:xsi": _INSTANCE,
            "xsi:schemaLocation": f"{MANIFEST} {MANIFEST_SCHEMA}",
            "identifier": "streetlight-questions",
        },
    )
    metadata = ET.SubElement(manifest, "metadata")
    ET.SubElement(metadata, "schema").text = "QTI Package"
    ET.SubElement(metadata, "schemaversion").text = "3.0.0"
    ET.SubElement(manifest, "organizations")
    resources = ET.SubElement(manifest, "resources")
    for place, name in enumerate(files):
        resource = ET.SubElement(
            resources,
            "resource",
            identifier=f"item-{place + 1}",
            type="imsqti_item_xmlv3p0",
            href=name,
        )
        ET.SubElement(resource, "file", href=name)
    ET.indent(manifest)
    text = ET.tostring(manifest, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'
