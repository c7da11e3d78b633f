"""Who may open the pages of the administration, and how lists are cut."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from lms.accounts.roles import Capability, Role, roles_with

PAGE_LENGTH = 50


def needs(capability: Capability):
    """Return a decorator: signed in, and allowed this somewhere, or 403 with words."""

    def decorate(view):
        @wraps(view)
        @login_required
        def checked(request, *args, **kwargs):
            if not request.user.may(capability):
                raise PermissionDenied(refusal(capability))
            return view(request, *args, **kwargs)

        return checked

    return decorate


def refusal(capability: Capability) -> str:
    """Return in words who can open such a page."""
    holders = [str(role.label) for role in Role if role in roles_with(capability)]
    return _("This page is for: %(roles)s.") % {"roles": ", ".join(holders)}


def paged(request, rows, *, length: int = PAGE_LENGTH) -> dict:
    """Return what components/pagination.html wants for a list, length rows a page.

    A page that does not exist is the nearest one that does.
    """
    page = Paginator(rows, length).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    start = f"?{query.urlencode()}&" if query else "?"
    return {
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number),
        "query": f"{start}page=",
    }


def active_filters(request, form, path: str) -> list[dict]:
    """Return the filters in use as words with the address that removes each."""
    active = []
    for bound in form:
        value = request.GET.get(bound.name, "")
        if not value or bound.errors or bound.is_hidden:
            continue
        query = request.GET.copy()
        query.pop(bound.name)
        query.pop("page", None)
        choices = dict(getattr(bound.field, "choices", []) or [])
        words = next(
            (str(name) for key, name in choices.items() if str(key) == value), value
        )
        active.append(
            {
                "text": f"{bound.label}: {words}",
                "remove_url": f"{path}?{query.urlencode()}" if query else path,
            }
        )
    return active
