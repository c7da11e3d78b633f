"""Addresses of institutions, focal points and the contact list."""

from django.urls import path

from toolkit.network.views import confirming, contacts, focal_points, institutions
from toolkit.network.views import contact_imports as imports

_NETWORK = "countries/<slug:code>/network/"
_ONE = f"{_NETWORK}institutions/<int:pk>/"
_PERSON = f"{_NETWORK}people/<int:pk>/"

urlpatterns = [
    path(_NETWORK, institutions.network, name="network"),
    path(f"{_NETWORK}institutions/new/", institutions.new, name="institution_new"),
    path(_ONE, institutions.institution, name="institution"),
    path(f"{_ONE}edit/", institutions.edit, name="institution_edit"),
    path(f"{_ONE}close/", institutions.close, name="institution_close"),
    path(f"{_ONE}open/", institutions.reopen, name="institution_reopen"),
    path(f"{_ONE}units/new/", institutions.unit_new, name="unit_new"),
    path(f"{_ONE}units/<int:unit>/", institutions.unit_edit, name="unit_edit"),
    path(f"{_ONE}designate/", focal_points.designate, name="designate"),
    path(f"{_PERSON}replace/", focal_points.replace, name="focal_point_replace"),
    path(f"{_PERSON}edit/", focal_points.edit, name="focal_point_edit"),
    path(f"{_PERSON}end/", focal_points.end, name="focal_point_end"),
    path(f"{_PERSON}letter/", focal_points.letter, name="focal_point_letter"),
    path(f"{_PERSON}verify/", focal_points.verify, name="focal_point_verify"),
    path(f"{_NETWORK}notes/<int:pk>/done/", focal_points.note_done, name="note_done"),
    path(f"{_NETWORK}contacts/", contacts.contacts, name="contacts"),
    path(
        f"{_NETWORK}contacts/contacts.xlsx", contacts.as_workbook, name="contacts_xlsx"
    ),
    path(f"{_NETWORK}contacts/contacts.pdf", contacts.as_pdf, name="contacts_pdf"),
    path(
        f"{_NETWORK}contacts/empty.xlsx",
        imports.empty_form,
        name="contacts_template",
    ),
    path(f"{_NETWORK}contacts/import/", imports.choose, name="contacts_import"),
    path(
        f"{_NETWORK}contacts/import/<int:pk>/",
        imports.check,
        name="contacts_import_check",
    ),
    # Without a country: who comes by the link of a request has not signed in.
    path("network/confirm/<str:token>/", confirming.confirm, name="confirm"),
]
