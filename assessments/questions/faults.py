"""What makes a question unfair or unusable, in words for its author."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the data of a question or a check.

    ``entry`` is the name of the entry of the content file it is about.
    """

    entry: str
    message: str
    remedy: str
