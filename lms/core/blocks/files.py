"""How a block stands in a content file, and how a whole body is read and written."""

from uuid import NAMESPACE_URL, uuid5

from wagtail import blocks

from lms.core.directives import PROSE, Section


class BodyFormatError(ValueError):
    """A block of a file cannot be read; the message names the remedy."""

    def __init__(self, line: int, message: str):
        super().__init__(message)
        self.line = line
        self.message = message


class FileBlock(blocks.StructBlock):
    """A block that has a directive in content files.

    Subclasses set `directive`, the option names they need and allow, the
    number of text parts, and turn these into a value and back.
    """

    directive = ""
    needs: tuple[str, ...] = ()
    allows: tuple[str, ...] = ()
    #: Smallest and largest number of parts between lines of `---`.
    parts = (1, 1)

    def read(self, section: Section) -> dict:
        """Return the raw value for this section of a file.

        Raises BodyFormatError with the line and what to change.
        """
        known = {*self.needs, *self.allows}
        for name in section.options:
            if name not in known:
                raise BodyFormatError(
                    section.line,
                    f"'{self.directive}' has no option '{name}'. "
                    f"It knows: {', '.join(sorted(known)) or 'none'}.",
                )
        for name in self.needs:
            if not section.options.get(name):
                raise BodyFormatError(
                    section.line, f"'{self.directive}' needs a line '{name}: ...'."
                )
        low, high = self.parts
        if not low <= len(section.parts) <= high:
            raise BodyFormatError(
                section.line,
                f"'{self.directive}' has {len(section.parts)} parts between lines "
                f"of '---'. Write {low if low == high else f'{low} to {high}'}.",
            )
        try:
            return self.from_file(section.options, section.parts)
        except ValueError as error:
            raise BodyFormatError(section.line, str(error)) from error

    def write(self, value: dict) -> Section:
        """Return the section of a file that holds this value."""
        options, parts = self.to_file(value)
        options = {
            name: str(text) for name, text in options.items() if text not in ("", None)
        }
        return Section(self.directive, options, tuple(parts))

    def get_context(self, value, parent_context=None):
        """Add `source_text`: the source in full where the page knows its id."""
        context = super().get_context(value, parent_context)
        source = value.get("source", "") if "source" in self.child_blocks else ""
        context["source_text"] = context.get("sources", {}).get(source, source)
        return context

    def from_file(self, options: dict, parts: tuple[str, ...]) -> dict:
        """Return the raw value; raise ValueError with a remedy if it is wrong."""
        raise NotImplementedError

    def to_file(self, value: dict) -> tuple[dict, list[str]]:
        """Return (options in the order of the file, parts) for a raw value."""
        raise NotImplementedError


def file_blocks(stream_block) -> dict[str, tuple[str, FileBlock]]:
    """Return directive -> (name in the stream, block) for all that have one."""
    return {
        block.directive: (name, block)
        for name, block in stream_block.child_blocks.items()
        if getattr(block, "directive", "")
    }


def option_only_kinds(stream_block) -> frozenset[str]:
    """Return the directives that hold options and no text."""
    return frozenset(
        kind
        for kind, (_, block) in file_blocks(stream_block).items()
        if block.parts == (0, 0)
    )


def read_sections(sections: list[Section], stream_block, *, seed: str) -> list[dict]:
    """Return the raw data of a StreamField for the sections of a file.

    seed: something that names the page, so that the same file always gives
    the same block ids and loading it again changes nothing.
    Raises BodyFormatError for an unknown or broken block.
    """
    known = file_blocks(stream_block)
    data = []
    for number, section in enumerate(sections):
        if section.kind not in known:
            raise BodyFormatError(
                section.line,
                f"There is no block '{section.kind}'. Known: "
                f"{', '.join(sorted(k for k in known if k != PROSE))}.",
            )
        name, block = known[section.kind]
        data.append(
            {
                "type": name,
                "value": block.read(section),
                "id": str(uuid5(NAMESPACE_URL, f"{seed}#{number}")),
            }
        )
    return data


def write_sections(raw: list[dict], stream_block) -> list[Section]:
    """Return the sections for the raw data of a StreamField."""
    return [
        stream_block.child_blocks[item["type"]].write(item["value"]) for item in raw
    ]
