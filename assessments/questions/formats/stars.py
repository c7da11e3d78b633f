"""Accepted texts as Moodle's short answer writes them: a star stands for any text."""


def with_stars(text: str, match: str) -> str:
    """The pattern for a text that is ``whole`` or that an answer ``contains``."""
    literal = text.replace("*", "\\*")
    return f"*{literal}*" if match == "contains" else literal


def without_stars(pattern: str) -> tuple[str, str]:
    """The text and how it is looked for; the way back of :func:`with_stars`."""
    match, literal = "whole", pattern
    if (
        len(pattern) > 1
        and pattern.startswith("*")
        and pattern.endswith("*")
        and not pattern.endswith("\\*")
    ):
        match, literal = "contains", pattern[1:-1]
    return literal.replace("\\*", "*").strip(), match
