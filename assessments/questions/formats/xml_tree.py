"""XML read safely, every element with the line it stands on."""

import io
from dataclasses import dataclass, field
from xml.sax import (
    SAXException,
    SAXParseException,
    handler,
)

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser


class XmlRefused(ValueError):
    """The text is not XML that may be read; ``line`` counts from 1, if known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(message)


@dataclass
class Element:
    """One element: its name, attributes, own text, and what is in it."""

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def find(self, name: str) -> "Element | None":
        """The first child with this name."""
        return next(iter(self.all(name)), None)

    def all(self, name: str) -> list["Element"]:
        """All children with this name, in order."""
        return [child for child in self.children if child.name == name]

    def text_of(self, *path: str) -> str:
        """The trimmed text found by following the names; ``""`` where they end."""
        element: Element | None = self
        for name in path:
            element = element.find(name) if element else None
        return element.text.strip() if element else ""


def read_xml(text: str) -> Element:
    """The root of the document. Raises :class:`XmlRefused`.

    Document types, entities and references to other files are refused.
    """
    tree = _Tree()
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(tree)
    try:
        parser.parse(io.BytesIO(text.encode("utf-8", "replace")))
    except SAXParseException as error:
        raise XmlRefused(error.getMessage(), error.getLineNumber()) from error
    except (SAXException, DefusedXmlException, ValueError) as error:
        raise XmlRefused(str(error)) from error
    return tree.root


class _Tree(handler.ContentHandler):
    """Builds the elements as they go by; nested too deep is refused."""

    _DEEPEST = 50

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {}, 1)
        self._open: list[Element] = []
        self._locator = None

    def setDocumentLocator(self, locator) -> None:
        self._locator = locator

    def startElement(self, name, attrs) -> None:
        if len(self._open) >= self._DEEPEST:
            raise XmlRefused("nested too deep", self._locator.getLineNumber())
        element = Element(name, dict(attrs), self._locator.getLineNumber())
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def endElement(self, name) -> None:
        self._open.pop()

    def characters(self, content) -> None:
        self._open[-1].text += content
