"""When a lesson, a module or a path is complete: plain data, each with its sentence.

A rule that changes gets a higher version of its kind. Completions keep the version
they were judged by and stay: a new rule judges only what is not complete yet. The
first version of each kind ships with the platform (SHIPPED); later ones are rows
(models.CompletionRule). Nothing here asks the database.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LESSON, MODULE, PATH = "lesson", "module", "path"
#: What a lesson's rule asks of the questions in the lesson.
NOT_ASKED, ANSWERED, RIGHT = "not_asked", "answered", "right"


class RuleInvalid(ValueError):
    """Parameters that make no rule; the text names what is wrong."""


@dataclass(frozen=True)
class Rule:
    """What all rules have: version, and when and for which module it was made.

    made_at is None for what the platform came with. module_key is empty unless a
    rule is for one module alone.
    """

    version: int = 1
    made_at: datetime | None = field(default=None, kw_only=True)
    module_key: str = field(default="", kw_only=True)

    @property
    def parameters(self) -> dict:
        """Return what is kept of the rule beside its version: plain values."""
        own = {"version", "made_at", "module_key"}
        return {key: value for key, value in asdict(self).items() if key not in own}


@dataclass(frozen=True)
class LessonRule(Rule):
    """What makes a lesson complete.

    read: it has to be marked as read. check: "not_asked", "answered", or "right":
    then right_percent (1 to 100) of the points of its questions are needed. A
    lesson without questions is always to be read.
    """

    read: bool = True
    check: str = ANSWERED
    right_percent: int = 0

    def __post_init__(self):
        """Raise RuleInvalid for a rule that asks nothing, or asks it strangely."""
        if self.check not in (NOT_ASKED, ANSWERED, RIGHT):
            raise RuleInvalid(f"check: {self.check!r}")
        if not self.read and self.check == NOT_ASKED:
            raise RuleInvalid("A lesson would be complete before it was opened.")
        asks_right = self.check == RIGHT
        if not _within(self.right_percent, *((1, 100) if asks_right else (0, 0))):
            raise RuleInvalid(f"right_percent: {self.right_percent!r}")

    @property
    def sentence(self) -> str:
        """Return the rule in words."""
        words = {"percent": self.right_percent}
        if self.read and self.check == NOT_ASKED:
            return _("A lesson is complete when you have marked it as read.")
        if self.read and self.check == ANSWERED:
            return _(
                "A lesson is complete when you have marked it as read and answered the "
                "questions of its check."
            )
        if self.read:
            text = _(
                "A lesson is complete when you have marked it as read and have at least "
                "%(percent)s %% of the questions of its check right."
            )
        elif self.check == ANSWERED:
            text = _(
                "A lesson is complete when you have answered the questions of its check. "
                "A lesson without questions is complete when you have marked it as read."
            )
        else:
            text = _(
                "A lesson is complete when you have at least %(percent)s %% of the "
                "questions of its check right. A lesson without questions is complete "
                "when you have marked it as read."
            )
        return text % words


@dataclass(frozen=True)
class ModuleRule(Rule):
    """What makes a module complete.

    lessons_percent (0 to 100) of its lessons, rounded up to whole lessons; and its
    check passed. The pass mark stands with the check. Without a check all lessons
    are needed where the rule asks for none. follows_general takes a module's own
    rule back: the other parameters mean nothing then.
    """

    lessons_percent: int = 100
    check_passed: bool = True
    follows_general: bool = False

    def __post_init__(self):
        """Raise RuleInvalid for a rule that asks nothing, or asks it strangely."""
        if not _within(self.lessons_percent, 0, 100):
            raise RuleInvalid(f"lessons_percent: {self.lessons_percent!r}")
        if not self.lessons_percent and not self.check_passed:
            raise RuleInvalid("A module would be complete before it was begun.")
        if self.follows_general and not self.module_key:
            raise RuleInvalid("The general rule cannot follow itself.")

    def lessons_needed(self, total: int, *, has_check: bool) -> int:
        """Return how many of so many lessons have to be complete."""
        asks_nothing = not self.lessons_percent and not has_check
        percent = 100 if asks_nothing else self.lessons_percent
        return -(-total * percent // 100)

    @property
    def sentence(self) -> str:
        """Return the rule in words; a module's own rule names the module."""
        words = {"percent": self.lessons_percent, "key": self.module_key}
        return (self._own_words() if self.module_key else self._words()) % words

    def _words(self) -> str:
        if self.lessons_percent == 100 and self.check_passed:
            return _(
                "A module is complete when all its lessons are complete and its check "
                "is passed."
            )
        if self.lessons_percent == 100:
            return _("A module is complete when all its lessons are complete.")
        if self.lessons_percent and self.check_passed:
            return _(
                "A module is complete when at least %(percent)s %% of its lessons are "
                "complete and its check is passed."
            )
        if self.lessons_percent:
            return _(
                "A module is complete when at least %(percent)s %% of its lessons are "
                "complete."
            )
        return _(
            "A module is complete when its check is passed. A module without a check is "
            "complete when all its lessons are complete."
        )

    def _own_words(self) -> str:
        if self.follows_general:
            return _("Module %(key)s follows the rule for all modules.")
        if self.lessons_percent == 100 and self.check_passed:
            return _(
                "Module %(key)s is complete when all its lessons are complete and its "
                "check is passed."
            )
        if self.lessons_percent == 100:
            return _("Module %(key)s is complete when all its lessons are complete.")
        if self.lessons_percent and self.check_passed:
            return _(
                "Module %(key)s is complete when at least %(percent)s %% of its lessons "
                "are complete and its check is passed."
            )
        if self.lessons_percent:
            return _(
                "Module %(key)s is complete when at least %(percent)s %% of its lessons "
                "are complete."
            )
        return _("Module %(key)s is complete when its check is passed.")


@dataclass(frozen=True)
class PathRule(Rule):
    """What makes a learning path complete: at_least modules of it; None for all."""

    at_least: int | None = None

    def __post_init__(self):
        """Raise RuleInvalid for a number that is none of modules."""
        if self.at_least is not None and not _within(self.at_least, 1, 100):
            raise RuleInvalid(f"at_least: {self.at_least!r}")

    def modules_needed(self, total: int) -> int:
        """Return how many of so many modules have to be complete."""
        return total if self.at_least is None else min(self.at_least, total)

    @property
    def sentence(self) -> str:
        """Return the rule in words."""
        if self.at_least is None:
            return _("A learning path is complete when all its modules are complete.")
        return ngettext(
            "A learning path is complete when at least %(count)s of its modules is "
            "complete.",
            "A learning path is complete when at least %(count)s of its modules are "
            "complete, or all of them where it has fewer.",
            self.at_least,
        ) % {"count": self.at_least}


KINDS: dict[str, type[Rule]] = {LESSON: LessonRule, MODULE: ModuleRule, PATH: PathRule}


@dataclass(frozen=True)
class RuleBook:
    """All rules there ever were, the oldest first, and which of them hold."""

    rules: tuple[tuple[str, Rule], ...]

    def of_kind(self, kind: str) -> list[Rule]:
        """Return all rules of a kind, the oldest first."""
        return [rule for its_kind, rule in self.rules if its_kind == kind]

    @property
    def lesson(self) -> LessonRule:
        """Return the rule for lessons."""
        return self.of_kind(LESSON)[-1]

    @property
    def path(self) -> PathRule:
        """Return the rule for learning paths."""
        return self.of_kind(PATH)[-1]

    def module(self, key: str = "") -> ModuleRule:
        """Return the rule for one module: its own, or the general one."""
        own = [rule for rule in self.of_kind(MODULE) if rule.module_key == key]
        if key and (not own or own[-1].follows_general):
            return self.module()
        return own[-1]

    @property
    def own_rules(self) -> list[ModuleRule]:
        """Return the rules of modules that have their own, by module."""
        keys = sorted({rule.module_key for rule in self.of_kind(MODULE)} - {""})
        found = [self.module(key) for key in keys]
        return [rule for rule in found if rule.module_key]

    def current(self, kind: str, module_key: str = "") -> Rule:
        """Return the rule that holds for a kind, or for one module."""
        return self.module(module_key) if kind == MODULE else self.of_kind(kind)[-1]

    def next_version(self, kind: str) -> int:
        """Return the version that the next rule of a kind gets."""
        return self.of_kind(kind)[-1].version + 1

    def version(self, kind: str, number: int) -> Rule | None:
        """Return the rule that a completion names, or None for a strange number."""
        found = (rule for rule in self.of_kind(kind) if rule.version == number)
        return next(found, None)

    def with_rule(self, kind: str, rule: Rule) -> "RuleBook":
        """Return the book with one more rule, which holds from then on."""
        return RuleBook((*self.rules, (kind, rule)))


def make_rule(kind: str, parameters: dict, **facts) -> Rule:
    """Return the rule of a kind with these parameters; facts as in Rule.

    Raises RuleInvalid, for unknown parameters as well.
    """
    try:
        return KINDS[kind](**parameters, **facts)
    except (KeyError, TypeError) as error:
        raise RuleInvalid(str(error)) from error


def lesson_is_complete(
    rule: LessonRule,
    *,
    read: bool,
    has_check: bool,
    answered: bool,
    right: Decimal | int = 0,
) -> bool:
    """Return whether the facts satisfy the rule for one lesson.

    right: how much of the points of its questions was reached, in percent.
    """
    return not lesson_lacks(
        rule, read=read, has_check=has_check, answered=answered, right=right
    )


def lesson_lacks(
    rule: LessonRule,
    *,
    read: bool,
    has_check: bool,
    answered: bool,
    right: Decimal | int = 0,
) -> list[str]:
    """Return what the rule still asks for: "read", "answered", "right", in order.

    Who has not answered is not told about percents as well.
    """
    lacks = []
    if not read and (rule.read or not has_check):
        lacks.append("read")
    if has_check and rule.check != NOT_ASKED:
        if not answered:
            lacks.append(ANSWERED)
        elif rule.check == RIGHT and right < rule.right_percent:
            lacks.append(RIGHT)
    return lacks


def module_is_complete(
    rule: ModuleRule, *, done: int, total: int, has_check: bool, passed: bool
) -> bool:
    """Return whether so many of so many lessons satisfy the rule for one module.

    A module without lessons is never complete.
    """
    if not total or done < rule.lessons_needed(total, has_check=has_check):
        return False
    return passed or not has_check or not rule.check_passed


def path_is_complete(rule: PathRule, *, done: int, total: int) -> bool:
    """Return whether so many of so many modules satisfy the rule for a path."""
    return total > 0 and done >= rule.modules_needed(total)


def _within(value, low: int, high: int) -> bool:
    return type(value) is int and low <= value <= high


#: What the platform comes with; what no row has changed holds.
SHIPPED = RuleBook(((LESSON, LessonRule()), (MODULE, ModuleRule()), (PATH, PathRule())))
