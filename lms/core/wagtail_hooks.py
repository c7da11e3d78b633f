"""What the content area gets from us: our logo and the colour of actions."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def our_colours():
    """Return the link to the few rules that make Wagtail's admin ours."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/cms.css"))
