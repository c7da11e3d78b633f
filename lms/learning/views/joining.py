"""The page behind an invitation link: for whom it is, and how to join."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lms.learning import throttle
from lms.learning.cohorts import links
from lms.learning.cohorts.errors import CohortError, LinkClosed
from lms.learning.cohorts.forms import CountryForm, JoinForm
from lms.learning.models import Cohort

#: How many e-mails may be asked for from one address of the network, in how many
#: seconds. Many, because a whole classroom comes from one; the places of the link
#: are the real limit.
ASKS, WITHIN = 300, 600
#: Where the session keeps the address that was written to.
ASKED_FOR = "join_asked_for"
#: What somebody is to the link that cannot join > status of the page that says so.
REFUSED = {"trainer": 200, "outside": 403, "left": 403}


@login_required
@require_GET
def my_cohorts(request):
    """The cohorts in which somebody learns: who runs them, from when to when."""
    rows = (
        Cohort.objects.learnt_in_by(request.user)
        .select_related("country", "region")
        .prefetch_related("trainers")
    )
    return render(request, "learning/my_cohorts.html", {"cohorts": rows})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request, token):
    """What an invitation link opens, for visitors and for people signed in."""
    link = links.find_link(token)
    if link is None:
        return render(request, "learning/join/unknown.html", status=404)
    if request.user.is_authenticated:
        return _signed_in(request, link)
    return _visitor(request, link)


def _signed_in(request, link):
    """Join with the account at hand, or say why not."""
    where = links.standing(link, request.user)
    if where == "member":
        words = _("You are a learner of the cohort %(name)s.")
        messages.info(request, words % {"name": link.cohort})
        return redirect("learning:home")
    if where in REFUSED:
        return _page(request, where, link, status=REFUSED[where])
    if closed := _closed(link):
        return _page(request, "closed", link, reason=closed, status=410)
    countries = links.countries_of(link) if where == "free" else []
    form = CountryForm(_sent(request), countries=countries)
    if form.is_valid() and (answer := _join(request, link, form)):
        return answer
    status = 422 if form.errors else 200
    return _page(request, "join", link, form=form, where=where, status=status)


def _join(request, link, form):
    """Let the person in and go home; nothing when the form says why not."""
    try:
        links.join(link, request.user, country=form.country)
    except LinkClosed as refusal:
        return _page(request, "closed", link, reason=str(refusal), status=410)
    except CohortError as refusal:
        form.add_error(None, str(refusal))
        return None
    words = _("You are a learner of the cohort %(name)s now.")
    messages.success(request, words % {"name": link.cohort})
    return redirect("learning:home")


def _visitor(request, link):
    """Offer to sign in, or to get the way in by e-mail."""
    asked_for = request.session.get(ASKED_FOR, "")
    if "sent" in request.GET and asked_for:
        return _page(request, "mail_sent", link, email=asked_for)
    if closed := _closed(link):
        return _page(request, "closed", link, reason=closed, status=410)
    form = JoinForm(_sent(request), countries=links.countries_of(link))
    if form.is_valid() and (answer := _ask(request, link, form)):
        return answer
    context = {"form": form, "sign_in_url": _sign_in_url(request)}
    status = 422 if form.errors else 200
    return _page(request, "visitor", link, status=status, **context)


def _ask(request, link, form):
    """Send the way in by e-mail; nothing when the form says why not."""
    if wait := throttle.spend(request, "join", 1, limit=ASKS, seconds=WITHIN):
        form.add_error(None, _too_often(wait))
        return None
    email, language = form.cleaned_data["email"], get_language()
    try:
        links.ask_by_email(link, email, country=form.country, language=language)
    except LinkClosed as refusal:
        return _page(request, "closed", link, reason=str(refusal), status=410)
    except CohortError as refusal:
        form.add_error(None, str(refusal))
        return None
    request.session[ASKED_FOR] = email
    return redirect(f"{request.path}?sent=1")


def _sent(request):
    """Return what was sent with the form, if it was; an empty form counts too."""
    return request.POST if request.method == "POST" else None


def _sign_in_url(request) -> str:
    return f"{reverse('account_login')}?next={request.path}"


def _closed(link) -> str:
    """Return why nobody else gets in by a link; empty while somebody does."""
    reason = links.closed_because(link)
    return reason or (str(links.FULL) if links.seats(link).is_full else "")


def _too_often(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return ngettext(
        "There were too many tries from here. Wait %(count)d minute, then try again.",
        "There were too many tries from here. Wait %(count)d minutes, then try again.",
        minutes,
    ) % {"count": minutes}


def _page(request, name, link, *, status=200, **context):
    context |= {"link": link, "cohort": link.cohort}
    return render(request, f"learning/join/{name}.html", context, status=status)
