"""Terms of reference as written: plain text with blank lines and lines that begin
with a hyphen, told apart for pages and documents. Pure.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """A paragraph, or the entries of a list."""

    text: str = ""
    entries: tuple[str, ...] = ()


def blocks(text: str) -> list[Block]:
    """Return the paragraphs and lists of a text, in order. Nothing is left out.

    >>> blocks("Members:\\n- one\\n- two")
    [Block(text='Members:', entries=()), Block(text='', entries=('one', 'two'))]
    """
    found: list[Block] = []
    lines: list[str] = []
    entries: list[str] = []

    def close() -> None:
        if lines:
            found.append(Block(text="\n".join(lines)))
            lines.clear()
        if entries:
            found.append(Block(entries=tuple(entries)))
            entries.clear()

    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("- ") and line[2:].strip():
            if lines:
                close()
            entries.append(line[2:].strip())
            continue
        if not line or entries:
            close()
        if line:
            lines.append(line)
    close()
    return found


def numbered(terms: list[dict]) -> list[dict]:
    """Return sections of terms with number and blocks, for pages and documents."""
    return [
        {**section, "number": number, "blocks": blocks(section.get("text", ""))}
        for number, section in enumerate(terms, start=1)
    ]
