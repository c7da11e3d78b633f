"""The structure of a set as SDMX, to take along."""

from django.http import Http404
from django.views.decorators.http import require_safe

from lms.core.downloads import download
from toolkit.indicators import sdmx
from toolkit.indicators.matrix import Matrix
from toolkit.indicators.sets_reading import snapshot

from .set_access import reads_set, version_for

#: Ending of the address > who writes it, what kind it is.
FORMS = {
    "xml": (sdmx.structure_xml, sdmx.XML_TYPE),
    "json": (sdmx.structure_json, sdmx.JSON_TYPE),
}


@require_safe
@reads_set
def structure(request, country, number, form):
    """The data structure definition of a version: SDMX-ML 3.0 or SDMX-JSON 2.0."""
    if form not in FORMS:
        raise Http404
    write, kind = FORMS[form]
    data = snapshot(version_for(request, country, number))
    name = Matrix(data).file_name("minimum-set", form, middle="sdmx")
    return download(write(data), name, kind)
