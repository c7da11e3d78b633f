"""Drawings of figures, made here: SVG without words, each beside its number.

They mirror with the page (the style sheet turns them over) and take their colours
from classes. All numbers are clamped to the scale they are drawn on.
"""

from django.utils.html import format_html
from django.utils.safestring import SafeString

_WIDTH, _HEIGHT = 120, 20
#: The scale of discrimination; below its beginning a dot stands at the edge.
LOW, HIGH, LINE = -0.2, 1.0, 0.2


def bar(share: float) -> SafeString:
    """A bar on a scale from 0 to 1."""
    return _drawing(
        format_html(
            '<rect class="chart-track" width="{}" y="5" height="10"/>'
            '<rect class="chart-mark" width="{}" y="5" height="10"/>',
            _WIDTH,
            _at(share, 0, 1),
        )
    )


def dot(value: float) -> SafeString:
    """A dot on the scale of discrimination, with a line at 0.2 and a thin one at 0."""
    return _drawing(
        format_html(
            '<path class="chart-axis" d="M0 10H{}M{} 6V14"/>'
            '<path class="chart-line" d="M{} 1V19"/>'
            '<circle class="chart-mark" cx="{}" cy="10" r="5"/>',
            _WIDTH,
            _at(0, LOW, HIGH),
            _at(LINE, LOW, HIGH),
            min(max(_at(value, LOW, HIGH), 5), _WIDTH - 5),
        )
    )


def _at(value: float, low: float, high: float) -> float:
    inside = min(max(value, low), high)
    return round((inside - low) / (high - low) * _WIDTH, 2)


def _drawing(content: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart-strip" viewBox="0 0 {} {}" aria-hidden="true" '
        'focusable="false">{}</svg>',
        _WIDTH,
        _HEIGHT,
        content,
    )
