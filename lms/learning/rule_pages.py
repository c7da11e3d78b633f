"""What the pages of the rules show: rules in sentences, and the effect of a change."""

from dataclasses import dataclass

from django.utils.formats import localize
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.learning.models import CompletionRule
from lms.learning.rule_changes import Proposal
from lms.learning.rule_effects import Gain, More
from lms.learning.rules import LESSON, MODULE, PATH, Rule, RuleBook
from modules.choices import Role as PathRole
from modules.outline import all_outlines


@dataclass(frozen=True)
class Version:
    """One version in the history; row and maker are None for the shipped one.

    maker is empty when the person is nobody the reader may see.
    """

    rule: Rule
    row: CompletionRule | None = None
    maker: str = ""
    holds: bool = False


@dataclass(frozen=True)
class Section:
    """One kind of rule: what holds now, and how it came about, the latest first."""

    kind: str
    title: str
    current: Rule
    own: tuple[Rule, ...]
    history: tuple[Version, ...]


@dataclass(frozen=True)
class Affected:
    """One line of the effect: who, in what, and what changes there."""

    person: User
    what: str
    before: int = 0
    after: int = 0


def sections(book: RuleBook, user) -> list[Section]:
    """Return the three kinds of rules for a page. Two queries."""
    titles = {LESSON: _("Lessons"), MODULE: _("Modules"), PATH: _("Learning paths")}
    rows = list(CompletionRule.objects.all())
    visible = User.objects.visible_to(user)
    makers = {
        person.pk: person.display_name
        for person in visible.filter(pk__in={row.made_by_id for row in rows})
    }
    by_version = {(row.kind, row.version): row for row in rows}
    return [
        Section(
            kind=kind,
            title=title,
            current=book.current(kind),
            own=tuple(book.own_rules) if kind == MODULE else (),
            history=tuple(
                _version(book, kind, rule, by_version.get((kind, rule.version)), makers)
                for rule in reversed(book.of_kind(kind))
            ),
        )
        for kind, title in titles.items()
    ]


def _version(book, kind, rule, row, makers) -> Version:
    holds = rule == book.current(kind, rule.module_key) or (
        kind == MODULE and rule in book.own_rules
    )
    return Version(rule, row, makers.get(row.made_by_id, "") if row else "", holds)


def module_choices() -> list[tuple[str, str]]:
    """Return the modules that may get a rule of their own: key and name."""
    return [
        (one.key, _("Module %(key)s: %(title)s") % {"key": one.key, "title": one.title})
        for one in all_outlines(get_language()).values()
    ]


def form_title(kind: str, module=None) -> str:
    """Return the title of the page on which a rule is written."""
    if module:
        names = {"key": module.key, "title": module.title}
        return _("When is module %(key)s, %(title)s, complete?") % names
    return {
        LESSON: _("When is a lesson complete?"),
        MODULE: _("When is a module complete?"),
        PATH: _("When is a learning path complete?"),
    }[kind]


def effect_title(kind: str, module_key: str = "") -> str:
    """Return the title of the page that shows what a change would do."""
    if module_key:
        return _("Effect of the new rule for module %(key)s") % {"key": module_key}
    return {
        LESSON: _("Effect of the new rule for lessons"),
        MODULE: _("Effect of the new rule for modules"),
        PATH: _("Effect of the new rule for learning paths"),
    }[kind]


def effect_facts(proposal: Proposal) -> list[dict]:
    """Return the effect in three numbers (components/summary_strip.html)."""
    effect = proposal.effect
    kept = sum(effect.kept.values())
    gaining, affected = effect.people_gaining, effect.people_affected
    return [
        {
            "label": _("Complete at once"),
            "value": localize(gaining),
            "text": ngettext(
                "person completes a lesson, a module or a path as soon as you save",
                "people complete a lesson, a module or a path as soon as you save",
                gaining,
            ),
        },
        {
            "label": _("Have more to do"),
            "value": localize(affected),
            "text": ngettext(
                "person has begun and needs more than before",
                "people have begun and need more than before",
                affected,
            ),
        },
        {
            "label": _("Stay as they are"),
            "value": localize(kept),
            "text": ngettext(
                "completion keeps its date and the version it was judged by",
                "completions keep their date and the version they were judged by",
                kept,
            ),
        },
    ]


def kept_lines(proposal: Proposal) -> list[str]:
    """Return how many completions stay by each version."""
    return [
        ngettext(
            "%(count)s completion by version %(version)s",
            "%(count)s completions by version %(version)s",
            count,
        )
        % {"count": localize(count), "version": version}
        for version, count in sorted(proposal.effect.kept.items())
    ]


class Lines:
    """The lines of an effect that somebody may see, as a list that is cut in pages.

    Names are asked for a page at a time. Somebody outside the reader's region is
    counted in ``hidden`` and not named.
    """

    def __init__(self, found: tuple[Gain | More, ...], user) -> None:
        self._visible = User.objects.visible_to(user)
        if not user.manages_everything:
            mine = set(self._visible.values_list("pk", flat=True))
            seen = tuple(one for one in found if one.person in mine)
        else:
            seen = found
        self._found, self.hidden = (
            seen,
            len({one.person for one in found}) - len({one.person for one in seen}),
        )

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, part: slice) -> list[Affected]:
        found = self._found[part]
        people = self._visible.in_bulk({one.person for one in found})
        titles = {key: one.title for key, one in all_outlines(get_language()).items()}
        return [
            _line(people[one.person], one, titles)
            for one in found
            if one.person in people
        ]


def _line(person: User, one: Gain | More, titles: dict[str, str]) -> Affected:
    if one.key in PathRole.values:
        what = _("Learning path: %(role)s") % {"role": PathRole(one.key).label}
    else:
        names = {"key": one.key, "title": titles.get(one.key, "")}
        what = _("Module %(key)s: %(title)s") % names
    if isinstance(one, More):
        return Affected(person, what, one.before, one.after)
    if one.lessons and not one.module:
        text = ngettext(
            "%(count)s lesson of module %(key)s, %(title)s",
            "%(count)s lessons of module %(key)s, %(title)s",
            one.lessons,
        )
        what = text % (names | {"count": one.lessons})
    return Affected(person, what)
