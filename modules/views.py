"""Views of the course that are not pages: glossary, downloads, guides."""

from io import BytesIO

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from modules.books.library import book_links
from modules.files import file_path
from modules.models import GlossaryTerm, ModulePage
from modules.outline import module_outline
from modules.paths import learning_path
from modules.permissions import can_download, can_read_guides


@require_safe
def glossary(request):
    """All terms in the active language, or those that match a search."""
    words = request.GET.get("q", "").strip()[:80]
    terms = sorted(
        GlossaryTerm.objects.shown().matching(words),
        key=lambda term: str(term.term).casefold(),
    )
    return render(request, "modules/glossary.html", {"terms": terms, "words": words})


@require_safe
def path(request, role):
    """A learning path: its modules in order, with how far the reader is."""
    chosen = learning_path(role, get_language())
    if chosen is None:
        raise Http404
    return render(request, "modules/path.html", {"path": chosen})


@require_safe
def module_file(request, key, name):
    """One file of a module, as an attachment."""
    module = get_object_or_404(ModulePage.objects.live().order_by("pk"), key=key)
    listed = {
        item["value"]["name"]: item["value"]["kind"] for item in module.files.raw_data
    }
    found = file_path(key, name) if name in listed else None
    if found is None:
        raise Http404
    if not can_download(request.user, listed[name]):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied(_("Solutions are for trainers."))
    # Small files, read whole: nothing stays open while a weak line is served.
    return FileResponse(BytesIO(found.read_bytes()), as_attachment=True, filename=name)


@require_safe
@login_required
def guide(request, key):
    """The facilitator guide of a module, made to be printed."""
    if not can_read_guides(request.user):
        raise PermissionDenied(_("Facilitator guides are for trainers."))
    module = get_object_or_404(
        ModulePage.objects.live().in_language(get_language()), key=key
    )
    return render(
        request,
        "modules/guide.html",
        {
            "module": module,
            "outline": module_outline(key, get_language()),
            "books": book_links(key, get_language()) if module.is_published else [],
        },
    )
