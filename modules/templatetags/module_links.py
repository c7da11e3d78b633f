"""Addresses of modules and lessons by their keys, for templates of any room."""

from django import template
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from modules.outline import index_link, lesson_outline, module_outline
from modules.paths import learning_paths

register = template.Library()


@register.simple_tag
def lesson_url(key: str) -> str:
    """Return the address of the lesson with a key like "01/03", or ""."""
    lesson = lesson_outline(key, get_language()) if key else None
    return lesson.url if lesson else ""


@register.simple_tag
def lesson_link(key: str):
    """Return the outline of a lesson (title, url, number, minutes), or None."""
    return lesson_outline(key, get_language()) if key else None


@register.simple_tag
def module_link(key: str):
    """Return the outline of a module (title, url, minutes), or None."""
    return module_outline(key, get_language()) if key else None


@register.simple_tag
def module_index_url() -> str:
    """Return the address of the module index."""
    return index_link(get_language()).url


@register.simple_tag
def module_crumbs(outline=None) -> list[dict]:
    """Return the breadcrumb down to the index, or down to a module's page."""
    index = index_link(get_language())
    crumbs = [{"title": index.title, "url": index.url}]
    if outline is not None:
        title = _("Module %(number)s: %(title)s") % {
            "number": outline.key,
            "title": outline.title,
        }
        crumbs.append({"title": title, "url": outline.url})
    return crumbs


@register.simple_tag
def path_links() -> list[dict]:
    """Return each learning path with its number of modules and its time in words."""
    found = []
    for path in learning_paths(get_language()):
        words = ngettext(
            "%(count)s module, about %(hours)s h",
            "%(count)s modules, about %(hours)s h",
            len(path.modules),
        )
        found.append(
            {
                "title": path.title,
                "url": reverse("modules:path", args=[path.role]),
                "words": words % {"count": len(path.modules), "hours": path.hours},
            }
        )
    return found
