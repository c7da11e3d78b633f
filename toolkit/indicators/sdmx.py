"""A minimum set as an SDMX structure: what a registry or a partner can read.

One data structure definition with its concept scheme, code lists, a dataflow, the
agency and the institutions that own indicators; from a set as it is kept or frozen,
so that the same version gives the same message. Written by pysdmx (Bank for
International Settlements), which is loaded at the first message, never at start.
"""

import json
from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _

from toolkit.indicators.catalogue import read_newest
from toolkit.indicators.sdmx_codes import (
    COMMON,
    CONCEPTS,
    EXTRA,
    FINE_AGES,
    NOT_APPLICABLE,
    OLDEST,
    WIDE_AGES,
    countries,
)
from toolkit.indicators.sdmx_texts import Texts, in_all_languages

STRUCTURE, DATAFLOW, SCHEME = "DSD_MIGRATION", "DF_MIGRATION", "CS_MIGRATION"
XML_TYPE = "application/vnd.sdmx.structure+xml; version=3.0.0"
JSON_TYPE = "application/vnd.sdmx.structure+json; version=2.0.0"
#: Attributes of each single figure; the others belong to a series.
_OF_OBSERVATION = frozenset({"OBS_STATUS", "CONF_STATUS", "LAST_UPDATE", "REV_NO"})
#: Attributes that a figure cannot do without.
_REQUIRED = frozenset({"OBS_STATUS", "UNIT_MEASURE"})


def structure_xml(data: dict) -> bytes:
    """Return the structure of a set as SDMX-ML 3.0; data: a set's snapshot."""
    from pysdmx.io.format import Format
    from pysdmx.io.writer import write_sdmx

    message = _Message(data)
    text = write_sdmx(
        message.structures(),
        Format.STRUCTURE_SDMX_ML_3_0,
        header=message.header(),
        prettyprint=True,
    )
    return message.texts.fill_xml(text).encode()


def structure_json(data: dict) -> bytes:
    """Return the structure of a set as SDMX-JSON 2.0; data: a set's snapshot."""
    from pysdmx.io.format import Format
    from pysdmx.io.writer import write_sdmx

    message = _Message(data)
    text = write_sdmx(
        message.structures(),
        Format.STRUCTURE_SDMX_JSON_2_0_0,
        header=message.header(),
        prettyprint=False,
    )
    found = message.texts.fill_json(text)
    found["meta"]["contentLanguages"] = message.texts.languages
    for structure in found["data"]["dataStructures"]:
        # The library writes an empty list of groups, which the schema refuses.
        if not structure["dataStructureComponents"].get("groups", True):
            del structure["dataStructureComponents"]["groups"]
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


class _Message:
    """The artefacts of one set; every text through ``texts``."""

    def __init__(self, data: dict) -> None:
        from pysdmx import model

        self.model, self.data, self.texts = model, data, Texts()
        self.iso3 = data["country"]["iso3"]
        self.agency = f"{self.iso3}_MIGRATION"
        draft = "" if data["approved_on"] else "-draft"
        self.version = f"{data['number']}.0.0{draft}"
        structure = data["structure"] or read_newest()[1].structure
        self.common = {one["concept"]: one for one in structure}
        self.extra = self._extra()
        self.lists = {
            name: self._codelist(name, codes) for name, codes in self._codes().items()
        }

    def header(self):
        """Return the head of the message: the same for the same version."""
        from pysdmx.model import Organisation
        from pysdmx.model.message import Header

        day = datetime.fromisoformat(self.data["as_of"]).replace(tzinfo=UTC)
        return Header(
            id=f"{self.agency}_{self.data['number']}",
            test=not self.data["approved_on"],
            prepared=day,
            sender=Organisation(id=self.agency),
        )

    def structures(self) -> list:
        """Return all artefacts, what is referred to before what refers to it."""
        model = self.model
        agencies = model.AgencyScheme(
            name=self.texts.said(_("Agencies")),
            agency="SDMX",
            items=[model.Agency(id=self.agency, name=self._agency_name())],
        )
        owners = model.DataProviderScheme(
            name=self.texts.said(_("Owners of indicators")),
            agency=self.agency,
            items=[
                model.DataProvider(id=key, name=self.texts.add(name))
                for key, name in self._owners().items()
            ],
        )
        scheme = self._scheme()
        definition = self._definition()
        flow = model.Dataflow(
            **self._head(DATAFLOW, _("Minimum set of migration indicators")),
            structure=definition,
        )
        lists = [*([owners] if owners.items else []), *self.lists.values()]
        return [agencies, *lists, scheme, definition, flow]

    def _head(self, id: str, words) -> dict:
        """Return what every artefact that is kept in versions begins with."""
        return {
            "id": id,
            "name": self.texts.said(words),
            "agency": self.agency,
            "version": self.version,
        }

    def _agency_name(self) -> str:
        names = in_all_languages(_("National network for migration data, %(country)s"))
        country = self.data["country"]["name"]
        default = country.get("en") or next(iter(country.values()), self.iso3)
        return self.texts.add(
            {
                language: words % {"country": country.get(language, default)}
                for language, words in names.items()
            }
        )

    def _owners(self) -> dict[str, dict[str, str]]:
        """Return key > names of the institutions that own an indicator."""
        return {
            row["owner"]["key"]: row["owner"]["name"]
            for row in self.data["rows"]
            if row["owner"]
        }

    def _extra(self) -> dict[str, dict[str, str]]:
        """Return the concepts that only some indicators need > what they mean."""
        found: dict[str, dict[str, str]] = {}
        for row in self.data["rows"]:
            for one in row["concepts"]:
                if one["concept"] not in self.common and one["role"] == "dimension":
                    found.setdefault(one["concept"], one["means"])
        return found

    def _codes(self) -> dict[str, list]:
        """Return concept > its codes as (code, texts) or codes of the model."""
        listed = {
            name: [(code["code"], code["name"]) for code in one["codes"]]
            for name, one in self.common.items()
            if one.get("codes")
        }
        country = self.data["country"]
        world = {code: {"en": name} for code, name in countries().items()}
        world[country["iso3"]] = country["name"]
        whole = [
            (code, in_all_languages(name)) for code, name in NOT_APPLICABLE.items()
        ]
        listed["REF_AREA"] = [(country["iso3"], country["name"])]
        listed["COUNTERPART_AREA"] = [
            *listed.get("COUNTERPART_AREA", []),
            *whole,
            *sorted(world.items()),
        ]
        listed["SEX"] = [*listed.get("SEX", []), *whole]
        listed["AGE"] = [*listed.get("AGE", []), *whole, *self._ages()]
        listed["SOURCE_AGENCY"] = list(self._owners().items())
        for name in self.extra:
            if codes := EXTRA.get(name):
                listed[name] = [
                    (code, in_all_languages(words))
                    for code, words in (COMMON | codes).items()
                ]
        listed["INDICATOR"] = [(row["code"], row["name"]) for row in self.data["rows"]]
        return {name: codes for name, codes in listed.items() if codes}

    def _ages(self) -> list[tuple[str, dict]]:
        fives = [f"Y{age}T{age + 4}" for age in range(0, OLDEST, 5)]
        named = any(
            one["concept"] == "AGE"
            for row in self.data["rows"]
            for one in row["concepts"]
        )
        fine = FINE_AGES if named else ()
        ages = [*fives, f"Y_GE{OLDEST}", *WIDE_AGES, *fine]
        return [(age, _age_name(age)) for age in ages]

    def _codelist(self, concept: str, codes: list):
        model = self.model
        rows = {row["code"]: row for row in self.data["rows"]}
        name = self.texts.add(in_all_languages(CONCEPTS.get(concept, concept)))
        items = [
            model.Code(
                id=code,
                name=self.texts.add(texts),
                **(self._of_indicator(rows[code]) if concept == "INDICATOR" else {}),
            )
            for code, texts in codes
        ]
        return model.Codelist(
            id=f"CL_{concept}",
            name=name,
            agency=self.agency,
            version=self.version,
            items=items,
        )

    def _of_indicator(self, row: dict) -> dict:
        """Return the country's definition, and what the concepts mean here."""
        definition = row["words"]["definition"]
        return {
            "description": self.texts.add({self.data["language"]: definition}),
            "annotations": [
                self.model.Annotation(
                    id=one["concept"],
                    type="CONCEPT_ROLE",
                    text=self.texts.add(one["means"]),
                )
                for one in row["concepts"]
            ],
        }

    def _scheme(self):
        model = self.model
        concepts = {
            name: one["means"] for name, one in self.common.items()
        } | self.extra
        return model.ConceptScheme(
            **self._head(SCHEME, _("Concepts of migration indicators")),
            items=[
                model.Concept(
                    id=name,
                    name=self.texts.add(in_all_languages(CONCEPTS.get(name, name))),
                    description=self.texts.add(means),
                )
                for name, means in concepts.items()
            ],
        )

    def _definition(self):
        from pysdmx.model.dataflow import Components

        names = [
            name for name, one in self.common.items() if one["role"] == "dimension"
        ]
        time = "TIME_PERIOD"
        series = [name for name in names if name != time] + list(self.extra)
        attributes = [
            name for name, one in self.common.items() if one["role"] == "attribute"
        ]
        role = self.model.Role
        components = [self._component(name, role.DIMENSION) for name in series]
        components.append(self._component(time, role.DIMENSION))
        components.append(self._component("OBS_VALUE", role.MEASURE))
        components += [
            self._component(
                name,
                role.ATTRIBUTE,
                attachment_level="O" if name in _OF_OBSERVATION else ",".join(series),
            )
            for name in attributes
        ]
        return self.model.DataStructureDefinition(
            **self._head(STRUCTURE, _("Minimum set of migration indicators")),
            components=Components(components),
        )

    def _component(self, name: str, role, **more):
        model = self.model
        from pysdmx.model import DataType

        types = {
            "TIME_PERIOD": DataType.PERIOD,
            "OBS_VALUE": DataType.DOUBLE,
            "LAST_UPDATE": DataType.DATE_TIME,
            "REV_NO": DataType.INTEGER,
        }
        codes = self.lists.get(name)
        if codes:
            urn = (
                "urn:sdmx:org.sdmx.infomodel.codelist."
                f"Codelist={self.agency}:{codes.id}({self.version})"
            )
            more |= {"local_codes": codes, "local_enum_ref": urn}
        else:
            more["local_dtype"] = types.get(name, DataType.STRING)
        return model.Component(
            id=name,
            required=role != model.Role.ATTRIBUTE or name in _REQUIRED,
            role=role,
            concept=model.ItemReference(
                sdmx_type="Concept",
                agency=self.agency,
                id=SCHEME,
                version=self.version,
                item_id=name,
            ),
            **more,
        )


def _age_name(code: str) -> dict[str, str]:
    """Return what a band of age is called: Y0T4, Y_GE65."""
    if code.startswith("Y_GE"):
        words, values = _("%(from)s years and over"), {"from": code[4:]}
    else:
        low, high = code[1:].split("T")
        words, values = _("%(from)s to %(to)s years"), {"from": low, "to": high}
    return {
        language: text % values for language, text in in_all_languages(words).items()
    }
