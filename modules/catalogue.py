"""The module index: cards, filter by role and topic, total time."""

from dataclasses import dataclass

from modules.choices import Role, Topic
from modules.outline import ModuleOutline, all_outlines


@dataclass(frozen=True)
class Catalogue:
    """The modules that pass the filter, and the filter as it was asked for.

    role, topic: a value of choices.Role and choices.Topic, or an empty text.
    """

    ready: tuple[ModuleOutline, ...]
    coming: tuple[ModuleOutline, ...]
    total: int
    minutes: int
    role: str = ""
    topic: str = ""

    roles = Role.choices
    topics = Topic.choices

    @classmethod
    def from_query(cls, query, language: str) -> "Catalogue":
        """Return the catalogue for a query string; unknown values filter nothing."""
        role = query.get("role", "")
        topic = query.get("topic", "")
        role = role if role in Role.values else ""
        topic = topic if topic in Topic.values else ""
        everything = list(all_outlines(language).values())
        chosen = [
            module
            for module in everything
            if (not role or role in module.roles)
            and (not topic or topic in module.topics)
        ]
        return cls(
            ready=tuple(module for module in chosen if module.is_published),
            coming=tuple(module for module in chosen if not module.is_published),
            total=len(everything),
            minutes=sum(module.minutes for module in everything),
            role=role,
            topic=topic,
        )

    @property
    def hours(self) -> int:
        """The time for all modules in whole hours, rounded."""
        return round(self.minutes / 60)

    @property
    def shown(self) -> int:
        """How many modules pass the filter."""
        return len(self.ready) + len(self.coming)

    @property
    def filters(self) -> int:
        """How many filters are set, 0 to 2."""
        return bool(self.role) + bool(self.topic)
