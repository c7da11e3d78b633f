"""The tag that puts a kept fragment into a page."""

from django import template

from lms.core import fragments

register = template.Library()


@register.simple_tag
def fragment(name: str, fill: str = "", **values):
    """Return a component out of lms.core.fragments.

    `fill` names those of the arguments that are only printed and differ from
    reader to reader: {% fragment "components/bar.html" fill="csrf_token"
    csrf_token=csrf_token title=page.title %}.
    """
    fills = {key: values.pop(key) for key in fill.split()}
    return fragments.fragment(name, values, fills)
