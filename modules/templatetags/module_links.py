"""Addresses of modules and lessons by their keys."""

from django import template
from django.utils.translation import get_language

from modules.outline import lesson_outline, module_outline

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
