"""What editors see of the course in the content area."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from modules.models import GlossaryTerm
from modules.outline import forget_outlines


class GlossaryTermViewSet(SnippetViewSet):
    """The glossary, searchable by term."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    menu_name = "glossary"
    menu_order = 300
    add_to_admin_menu = True
    list_display = ["term", "key", "source"]
    search_fields = ["key", "term"]


register_snippet(GlossaryTermViewSet)


def _forget(request, page):
    forget_outlines()


for moment in (
    "after_publish_page",
    "after_unpublish_page",
    "after_delete_page",
    "after_move_page",
):
    hooks.register(moment, _forget)
