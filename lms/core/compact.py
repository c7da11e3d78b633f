"""Templates without the white space that only their authors need.

Indentation and the lines of tags that print nothing are a quarter of a page.
They are taken out once, when a template is loaded, so that nobody pays for them
at a request. Wherever there was white space, some stays: browsers take any
amount of it for one space.
"""

import re
from pathlib import Path

from django.conf import settings
from django.template.loaders import app_directories

#: Folders of our own templates; those of packages are left as they are.
ROOMS = ("lms", "modules", "assessments", "toolkit")

# What must stay as it is: white space that is seen, and texts that are looked
# up in the catalogues letter by letter.
_KEPT = re.compile(
    r"<(?P<tag>pre|textarea)\b.*?</(?P=tag)>"
    r"|{%-?\s*(?P<name>blocktrans(?:late)?|verbatim|comment)\b.*?{%\s*end(?P=name)\b[^%]*%}",
    re.DOTALL | re.IGNORECASE,
)
_BREAK = re.compile(r"[ \t]*\n\s*")
_ALONE = re.compile(
    r"(?:\A|(?<=\n))("
    r"(?:{#(?:(?!#})[^\n])*#}"
    r"|{%\s*(?:if|elif|else|endif|for|empty|endfor|with|endwith|block|endblock|load|extends)\b(?:(?!%})[^\n])*%}"
    r"|{%(?:(?!%})[^\n])*\bas\s+\w+\s*%}"
    r"|\x00s\d+\x00)+"
    r")\n"
)
_MARK = re.compile(r"\x00[sp](\d+)\x00")


def compact(text: str) -> str:
    """Return the source of an HTML template without needless white space."""
    kept: list[str] = []

    def keep(found: re.Match) -> str:
        kept.append(found[0])
        head = found[0].partition("%}")[0]
        # Something that goes into a variable, or nowhere, prints nothing here.
        silent = found["name"] and (" asvar " in head or found["name"] == "comment")
        return f"\0{'s' if silent else 'p'}{len(kept) - 1}\0"

    text = _KEPT.sub(keep, text)
    text = _BREAK.sub("\n", text)
    text = _ALONE.sub(r"\1", text)
    return _MARK.sub(lambda found: kept[int(found[1])], text)


class Loader(app_directories.Loader):
    """Finds templates in the apps' folders; packs our own pages."""

    def get_contents(self, origin):
        """Return the source; as it is written where errors are shown with it."""
        text = super().get_contents(origin)
        path = Path(origin.name)
        ours = any(path.is_relative_to(settings.BASE_DIR / room) for room in ROOMS)
        if settings.DEBUG or not ours or path.suffix != ".html":
            return text
        return compact(text)
