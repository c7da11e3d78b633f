"""Tags for the components: the drawn signs and the pips of a level.

Both are drawn into the page, so that they cost no request and follow the
colour of the words beside them.
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# All on a 20 x 20 grid, stroke set by ``.icon`` in base.css. ``solid`` is
# filled with the colour of the words, ``cut`` shows the ground, ``glow`` is
# the light of the lamp.
SIGNS = {
    "tick": '<path d="M4 10.5l4 4 8-9"/>',
    "done": '<circle cx="10" cy="10" r="8" class="solid"/>'
    '<path d="M6.3 10.3l2.6 2.6 4.8-5.4" class="cut"/>',
    "ring": '<circle cx="10" cy="10" r="8"/>',
    "half": '<circle cx="10" cy="10" r="8"/>'
    '<path d="M10 2a8 8 0 0 0 0 16z" class="solid"/>',
    "dot": '<circle cx="10" cy="10" r="8"/>'
    '<circle cx="10" cy="10" r="3.4" class="solid"/>',
    "barred": '<circle cx="10" cy="10" r="8"/><path d="M6.2 10h7.6"/>',
    "flag": '<path d="M5 18V3h10.5l-3 4 3 4H5"/>',
    "triangle": '<path d="M10 3l8 14H2zM10 8.2v4M10 14.6v.1"/>',
    "clock": '<circle cx="10" cy="10" r="8"/><path d="M10 5.5V10l3 2"/>',
    "sheet": '<path d="M4.5 2.5h7l4 4v11h-11zM11.5 2.5v4h4M7.3 10.5h5.4M7.3 13.7h5.4"/>',
    "pencil": '<path d="M3.5 16.5l.8-3.7 9.1-9.1a1.8 1.8 0 0 1 2.5 0l.4.4a1.8 1.8 0 0 1'
    ' 0 2.5l-9.1 9.1zM11.8 5.3l2.9 2.9"/>',
    "arrow": '<path d="M3 10h14M11.5 4.5L17 10l-5.5 5.5"/>',
    "chevron": '<path d="M7.5 4.5L13 10l-5.5 5.5"/>',
    "plus": '<path d="M10 4v12M4 10h12"/>',
    "minus": '<path d="M4 10h12"/>',
    "lamp": '<path d="M7 8.6L3.8 17.5h12.4L13 8.6z" class="glow"/>'
    '<path d="M10 2.5v1.6M5.2 8.6a4.8 4.6 0 0 1 9.6 0z" class="solid"/>',
    "person": '<circle cx="10" cy="6.5" r="3.5"/>'
    '<path d="M3 17.5c0-3.5 3-5.5 7-5.5s7 2 7 5.5"/>',
    "house": '<path d="M2.5 9.8L10 3l7.5 6.8M4.8 8v9h10.4V8M8.3 17v-5h3.4v5"/>',
    "link": '<path d="M8.4 11.6a3.3 3.3 0 0 0 4.7 0l2.9-2.9A3.3 3.3 0 1 0 11.3 4L10 5.3'
    'M11.6 8.4a3.3 3.3 0 0 0-4.7 0L4 11.3A3.3 3.3 0 1 0 8.7 16l1.3-1.3"/>',
    "upload": '<path d="M10 13V3M5.8 7.2L10 3l4.2 4.2M3 12.5V17h14v-4.5"/>',
    "download": '<path d="M10 3v10M5.8 8.8L10 13l4.2-4.2M3 12.5V17h14v-4.5"/>',
    "print": '<path d="M6 7V3h8v4M6 14H3V7h14v7h-3M6 11.5h8V17H6z"/>',
    "search": '<circle cx="8.7" cy="8.7" r="5.7"/><path d="M13 13l4.5 4.5"/>',
    "menu": '<path d="M3 5.5h14M3 10h14M3 14.5h14"/>',
    "language": '<circle cx="10" cy="10" r="8"/><path d="M2 10h16M10 2c5 5 5 11 0 16'
    'M10 2c-5 5-5 11 0 16"/>',
    "lock": '<path d="M4.5 9h11v8.5h-11zM7 9V6.2a3 3 0 0 1 6 0V9M10 12.5v1.8"/>',
}

# Signs that point along the line of reading and therefore mirror.
POINTING = {"arrow", "chevron"}


@register.simple_tag
def icon(name: str, extra: str = "", label: str = "") -> SafeString:
    """Return the sign ``name`` as SVG, hidden from screen readers.

    ``extra`` adds classes (``"small ok"``). With ``label`` the sign speaks for
    itself, for the rare place that has no word beside it. An unknown name
    raises KeyError, so that a slip is seen at once.
    """
    drawing = mark_safe(SIGNS[name])  # noqa: S308 - constants of this file
    classes = " ".join(
        filter(None, ["icon", "flip" if name in POINTING else "", extra])
    )
    if label:
        return format_html(
            '<svg class="{}" viewBox="0 0 20 20" role="img" aria-label="{}">{}</svg>',
            classes,
            label,
            drawing,
        )
    return format_html(
        '<svg class="{}" viewBox="0 0 20 20" aria-hidden="true">{}</svg>',
        classes,
        drawing,
    )


@register.simple_tag
def pips(level: int, levels: int = 5) -> SafeString:
    """Return ``level`` filled and the rest hollow pips, hidden from screen readers.

    They only repeat a number that is always written beside them.
    """
    filled = int(level)
    dots = "".join(
        '<b class="pip on"></b>' if place < filled else '<b class="pip"></b>'
        for place in range(int(levels))
    )
    return format_html(
        '<span class="pips" aria-hidden="true">{}</span>',
        mark_safe(dots),  # noqa: S308 - built from constants
    )
