"""The people of a country: list, one person, roles, closing an account."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.accounts import documents, permissions, second_factor, services
from lms.accounts.audit import record
from lms.accounts.forms import PeopleFilter, RoleForm
from lms.accounts.models import AuditEntry, Membership, User
from lms.accounts.places import chosen_place, countries_for
from lms.accounts.roles import Capability
from lms.core.downloads import download

from .access import active_filters, needs, paged

#: Entries of the activity log shown on a person's page.
RECENT = 20


@require_GET
@needs(Capability.MANAGE_PEOPLE)
def people_list(request):
    """The people of own countries, to search and filter."""
    countries = countries_for(request.user, Capability.MANAGE_PEOPLE)
    form = PeopleFilter(request.GET, countries=countries)
    people = _shown(request, form)
    listing = paged(request, people)
    count = listing["page"].paginator.count
    words = ngettext("%(count)d person", "%(count)d people", count) % {"count": count}
    context = listing | {
        "filter": form,
        "countries": countries,
        "count": words,
        "active": active_filters(request, form, request.path),
        "export_query": request.GET.urlencode(),
    }
    return render(request, "accounts/people.html", context)


@require_GET
@needs(Capability.EXPORT_PEOPLE)
def export(request):
    """The same list as a workbook; the activity log says who took it."""
    countries = countries_for(request.user, Capability.EXPORT_PEOPLE)
    form = PeopleFilter(request.GET, countries=countries)
    people = list(_shown(request, form))
    content = documents.people_workbook(people)
    record(
        request.user,
        "people_exported",
        country=countries[0] if len(countries) == 1 else None,
        people=len(people),
        filter=request.GET.urlencode(),
    )
    return download(content, "people.xlsx", documents.XLSX)


def _shown(request, form):
    """Return the people this person may see, with the memberships to show."""
    memberships = (
        Membership.objects.visible_to(request.user)
        .select_related("country", "region", "institution")
        .order_by("started_at", "pk")
    )
    return (
        form.narrowed(User.objects.visible_to(request.user), user=request.user)
        .prefetch_related(Prefetch("memberships", memberships, to_attr="shown"))
        .order_by("full_name", "email", "pk")
    )


@require_GET
@needs(Capability.MANAGE_PEOPLE)
def person(request, pk):
    """One person: roles, state, and what was done by and about the person."""
    return _person_page(request, _found(request, pk))


def _found(request, pk) -> User:
    return get_object_or_404(User.objects.visible_to(request.user), pk=pk)


def _person_page(request, person, form=None, status=200):
    """Render a person's page, with a refused form if there is one."""
    memberships = list(
        Membership.objects.visible_to(request.user)
        .filter(person=person)
        .select_related("country", "region", "institution", "granted_by")
        .order_by("ended_at", "started_at", "pk")
    )
    place, places = chosen_place(request.user, request.GET.get("place", ""))
    if form is None and place:
        form = _role_form(request, place)
    entries = AuditEntry.objects.visible_to(request.user).of_person(person)
    context = {
        "person": person,
        "current": [
            (row, permissions.can_end(request.user, row))
            for row in memberships
            if row.is_current
        ],
        "ended": [row for row in memberships if not row.is_current],
        "place": place,
        "places": places,
        "form": form,
        "entries": entries.select_related("country")[:RECENT],
        "many": len(places) > 1,
        "may_read_log": permissions.can_view_activity_log(request.user),
        "has_second_factor": second_factor.is_set_up(person),
        "may_deactivate": permissions.can_deactivate(request.user, person),
    }
    return render(request, "accounts/person.html", context, status=status)


def _role_form(request, place, data=None) -> RoleForm:
    return RoleForm(data, by=request.user, country=place.country, region=place.region)


@require_POST
@needs(Capability.MANAGE_PEOPLE)
def give_role(request, pk):
    """Give the person one more role."""
    person = _found(request, pk)
    place, _places = chosen_place(request.user, request.GET.get("place", ""))
    if place is None:
        return redirect("accounts:person", pk=person.pk)
    form = _role_form(request, place, request.POST)
    if form.is_valid():
        try:
            membership = services.give_role(person, by=request.user, **form.scope())
        except services.AccountsError as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("%(name)s now has the role: %(role)s.")
            names = {"name": person, "role": membership}
            messages.success(request, words % names)
            return redirect("accounts:person", pk=person.pk)
    return _person_page(request, person, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Capability.MANAGE_PEOPLE)
def end_role(request, pk, membership):
    """Ask, then end one role of the person."""
    person = _found(request, pk)
    row = get_object_or_404(
        Membership.objects.visible_to(request.user).filter(person=person), pk=membership
    )
    refusal = ""
    if request.method == "POST":
        try:
            services.end_role(row, by=request.user)
        except services.AccountsError as error:
            refusal = str(error)
        else:
            messages.success(
                request, _("The role has ended: %(role)s.") % {"role": row}
            )
            return redirect("accounts:person", pk=person.pk)
    return _ask(
        request,
        person,
        title=_("End the role “%(role)s” of %(name)s?") % {"role": row, "name": person},
        facts=[
            _("What the person did in this role stays in the records."),
            _("The role can be given again at any time."),
        ],
        button=_("End this role"),
        refusal=refusal,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Capability.MANAGE_PEOPLE)
def deactivate(request, pk):
    """Ask, then close the person's account."""
    return _close_or_open(
        request,
        _found(request, pk),
        service=services.deactivate_person,
        done=_("The account of %(name)s is deactivated."),
        title=_("Deactivate the account of %(name)s?"),
        facts=[
            _("The person is signed out everywhere and cannot sign in."),
            _("Roles, answers and certificates stay as they are."),
            _("You can open the account again at any time."),
        ],
        button=_("Deactivate this account"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Capability.MANAGE_PEOPLE)
def reactivate(request, pk):
    """Ask, then open the person's account again."""
    return _close_or_open(
        request,
        _found(request, pk),
        service=services.reactivate_person,
        done=_("The account of %(name)s is open again."),
        title=_("Open the account of %(name)s again?"),
        facts=[_("The person can sign in and has the same roles as before.")],
        button=_("Open this account"),
        kind="primary",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Capability.MANAGE_PEOPLE)
def reset_second_factor(request, pk):
    """Ask, then take away the second factor of somebody who lost it."""
    return _close_or_open(
        request,
        _found(request, pk),
        service=services.reset_second_factor,
        done=_("%(name)s can sign in without the second factor."),
        title=_("Take away the second factor of %(name)s?"),
        facts=[
            _("First make sure, by telephone or in person, that it was really lost."),
            _("Until a new one is set up, the password alone opens the account."),
            _("The person is signed out everywhere and told by e-mail."),
        ],
        button=_("Take away the second factor"),
    )


def _close_or_open(
    request, person, *, service, done, title, facts, button, kind="danger"
):
    refusal = ""
    if request.method == "POST":
        try:
            service(person, by=request.user)
        except services.AccountsError as error:
            refusal = str(error)
        else:
            messages.success(request, done % {"name": person})
            return redirect("accounts:person", pk=person.pk)
    return _ask(
        request,
        person,
        title=title % {"name": person},
        facts=facts,
        button=button,
        kind=kind,
        refusal=refusal,
    )


def _ask(request, person, *, title, facts, button, refusal, kind="danger"):
    """Render the page that asks before a change to a person is made."""
    context = {
        "person": person,
        "question": title,
        "facts": facts,
        "button": button,
        "kind": kind,
        "refusal": refusal,
    }
    return render(
        request, "accounts/person_confirm.html", context, status=409 if refusal else 200
    )
