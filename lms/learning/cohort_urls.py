"""Addresses of cohorts: made, filled, given work, copied. Below cohorts/."""

from django.urls import path

from lms.learning.views import (
    cohort_assignments,
    cohort_copies,
    cohort_imports,
    cohort_links,
    cohort_members,
    cohorts,
)

urlpatterns = [
    path("", cohorts.cohort_list, name="cohorts"),
    path("new/", cohorts.new, name="cohort_new"),
    path("<int:pk>/", cohorts.overview, name="cohort"),
    path("<int:pk>/edit/", cohorts.edit, name="cohort_edit"),
    path("<int:pk>/archive/", cohorts.archive, name="cohort_archive"),
    path("<int:pk>/reopen/", cohorts.reopen, name="cohort_reopen"),
    path("<int:pk>/copy/", cohort_copies.copy, name="cohort_copy"),
    path(
        "<int:pk>/assignments/",
        cohort_assignments.assignments,
        name="cohort_assignments",
    ),
    path("<int:pk>/assignments/new/", cohort_assignments.assign, name="cohort_assign"),
    path(
        "<int:pk>/assignments/<int:assignment>/",
        cohort_assignments.change,
        name="cohort_assignment",
    ),
    path(
        "<int:pk>/assignments/<int:assignment>/withdraw/",
        cohort_assignments.withdraw,
        name="cohort_assignment_withdraw",
    ),
    path("<int:pk>/members/", cohort_members.members, name="cohort_members"),
    path("<int:pk>/members/add/", cohort_members.add, name="cohort_member_add"),
    path(
        "<int:pk>/members/<int:member>/remove/",
        cohort_members.remove,
        name="cohort_member_remove",
    ),
    path("<int:pk>/members/waiting/", cohort_members.waiting, name="cohort_waiting"),
    path(
        "<int:pk>/members/waiting/<int:pending>/withdraw/",
        cohort_members.withdraw,
        name="cohort_pending_withdraw",
    ),
    path(
        "<int:pk>/members/waiting/<int:pending>/remind/",
        cohort_members.remind,
        name="cohort_pending_remind",
    ),
    path("<int:pk>/members/import/", cohort_imports.import_file, name="cohort_import"),
    path(
        "<int:pk>/members/import/form/",
        cohort_imports.template,
        name="cohort_import_template",
    ),
    path(
        "<int:pk>/members/import/<int:prepared>/",
        cohort_imports.check,
        name="cohort_import_check",
    ),
    path(
        "<int:pk>/members/emails/", cohort_imports.import_emails, name="cohort_emails"
    ),
    path("<int:pk>/members/links/", cohort_links.links, name="cohort_links"),
    path("<int:pk>/members/links/<int:link>/", cohort_links.link, name="cohort_link"),
    path(
        "<int:pk>/members/links/<int:link>/withdraw/",
        cohort_links.withdraw,
        name="cohort_link_withdraw",
    ),
]
