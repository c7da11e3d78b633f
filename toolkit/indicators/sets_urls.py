"""Addresses of a country's minimum set, below countries/<code>/set/."""

from django.urls import include, path

from .views import matrix, sdmx, set_agreeing, set_choosing, sets

_drafts = [
    path("start/", sets.start, name="set_start"),
    path("profile/", sets.profile, name="set_profile"),
    path("scores/", sets.scores, name="set_scores"),
    path("choose/", set_choosing.choose, name="set_choose"),
    path("choose/look/", set_choosing.look, name="set_look"),
    path("define/", matrix.define, name="set_define"),
    path("define/<str:indicator>/", matrix.row, name="set_row"),
    path("define/<str:indicator>/move/", set_choosing.move, name="set_move"),
    path("agree/", set_agreeing.agree, name="set_agree"),
    path("agree/ask/", set_agreeing.ask, name="set_ask"),
    path("agree/<str:indicator>/", set_agreeing.agree_row, name="set_agree_row"),
    path("approve/", set_agreeing.approve, name="set_approve"),
]

_versions = [
    path("", sets.version, name="set_version"),
    path("matrix/", matrix.matrix, name="set_matrix"),
    path("matrix.xlsx", matrix.matrix_xlsx, name="set_matrix_xlsx"),
    path("matrix.pdf", matrix.matrix_as_pdf, name="set_matrix_pdf"),
    path("sdmx.<str:form>", sdmx.structure, name="set_sdmx"),
]

urlpatterns = [
    path("countries/<str:code>/set/", sets.overview, name="set"),
    path("countries/<str:code>/set/", include(_drafts)),
    path("countries/<str:code>/set/<int:number>/", include(_versions)),
]
