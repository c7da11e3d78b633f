"""Codes of a set's structure that the catalogue describes in words.

The common concepts and most codes stand in the catalogue's file. Here are bands of
age and the codes of the dimensions that only some indicators need, each as the
catalogue words it. Codes that mean the same everywhere begin with a low line, as in
the cross-domain lists of SDMX.
"""

from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

#: Of every list of an extra dimension: whole, not known, and not for this indicator.
COMMON = {"_T": _("total"), "_U": _("unknown"), "_Z": _("not applicable")}
NOT_APPLICABLE = {"_Z": COMMON["_Z"]}

#: Bands of five years, and the four wide ones.
WIDE_AGES = ("Y0T17", "Y18T34", "Y35T64", "Y_GE65")
#: Finer bands under 18, for an indicator that names AGE among its own concepts.
FINE_AGES = ("Y0T13", "Y14T15", "Y16T17")
OLDEST = 85

EXTRA = {
    "PROC_STAGE": {
        "FIRST": _("first application"),
        "EXTENSION": _("application for an extension"),
        "DEC_POS": _("positive decision"),
        "DEC_NEG": _("negative decision"),
    },
    "APPLICANT_TYPE": {
        "FIRST": _("first-time applicant"),
        "SUBSEQUENT": _("repeated applicant"),
    },
    "DECISION": {
        "REFUGEE": _("refugee status"),
        "SUBSIDIARY": _("subsidiary protection"),
        "HUMANITARIAN": _("humanitarian status"),
        "NEGATIVE": _("negative"),
        "CLOSED": _("otherwise closed"),
    },
    "INSTANCE": {"FIRST": _("first instance"), "FINAL": _("appeal, final")},
    "REASON": {
        "FAMILY": _("family"),
        "EDUCATION": _("education"),
        "WORK": _("work"),
        "OTHER": _("other"),
    },
    "DURATION": {
        "M0T6": _("0 to 6 months pending"),
        "M7T12": _("7 to 12 months pending"),
        "M_GE13": _("13 months or more pending"),
        "M3T5": _("permit for 3 to 5 months"),
        "M6T11": _("permit for 6 to 11 months"),
        "M_GE12": _("permit for 12 months or more"),
    },
    "BORDER_TYPE": {"AIR": _("air"), "LAND": _("land"), "SEA": _("sea")},
    "RETURN_TYPE": {
        "VOL_AST": _("voluntary, assisted"),
        "VOL_NAST": _("voluntary, not assisted"),
        "FOR_AST": _("forced, assisted"),
        "FOR_NAST": _("forced, not assisted"),
    },
    "RES_STATUS": {"RES": _("resident"), "NRES": _("non-resident")},
    "CHANNEL": {
        "LICENSED": _("licensed agency"),
        "DECLARED": _("declared by the person"),
        "SURVEY": _("estimate of a survey"),
    },
    "LEVEL": {
        "ISCED11_0": _("early childhood education"),
        "ISCED11_1": _("primary education"),
        "ISCED11_2": _("lower secondary education"),
        "ISCED11_3": _("upper secondary education"),
        "ISCED11_4": _("post-secondary non-tertiary education"),
        "ISCED11_5": _("short-cycle tertiary education"),
        "ISCED11_6": _("bachelor's or equivalent level"),
        "ISCED11_7": _("master's or equivalent level"),
        "ISCED11_8": _("doctoral or equivalent level"),
    },
    "DOMAIN": {
        "D1": _("rights of migrants"),
        "D2": _("whole-of-government and evidence-based policies"),
        "D3": _("cooperation and partnerships"),
        "D4": _("socioeconomic well-being"),
        "D5": _("mobility in crises"),
        "D6": _("safe, orderly and regular migration"),
    },
}
#: Names of concepts; those of the catalogue are its codes, and these say them.
CONCEPTS = {
    "FREQ": _("Frequency"),
    "REF_AREA": _("Reporting area"),
    "COUNTERPART_AREA": _("Counterpart area"),
    "INDICATOR": _("Indicator"),
    "SEX": _("Sex"),
    "AGE": _("Age"),
    "TIME_PERIOD": _("Time period"),
    "OBS_VALUE": _("Observed value"),
    "UNIT_MEASURE": _("Unit of measure"),
    "OBS_STATUS": _("Observation status"),
    "CONF_STATUS": _("Confidentiality status"),
    "SOURCE_AGENCY": _("Source agency"),
    "DEF_NOTE": _("Note on the definition"),
    "COVERAGE": _("Coverage"),
    "LAST_UPDATE": _("Last update"),
    "REV_NO": _("Number of the revision"),
    "PROC_STAGE": _("Stage of the procedure"),
    "APPLICANT_TYPE": _("Type of applicant"),
    "DECISION": _("Decision"),
    "INSTANCE": _("Instance"),
    "REASON": _("Reason"),
    "DURATION": _("Duration"),
    "BORDER_TYPE": _("Type of border"),
    "GROUND": _("Ground"),
    "PLACE": _("Place"),
    "RETURN_TYPE": _("Type of return"),
    "RES_STATUS": _("Residence status"),
    "CHANNEL": _("Channel"),
    "LEVEL": _("Level of education"),
    "DOMAIN": _("Domain of policy"),
}


@lru_cache(maxsize=1)
def countries() -> dict[str, str]:
    """Return three-letter code > name in English, after ISO 3166-1."""
    path = Path(__file__).parent / "content" / "iso-3166-1.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if line)
