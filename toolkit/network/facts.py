"""What the network of a country says about questions of the assessment.

Sentences with figures, offered as evidence: never a level. Where nothing has been
recorded nothing is said, so that an empty record is not read as an absent network.
"""

from datetime import date, timedelta

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.maturity.facts import Fact, register
from lms.accounts.models import Country, Institution, Membership
from lms.accounts.roles import Role
from lms.learning.record_facts import FOUNDATION, with_foundation
from toolkit.network.models import (
    Decision,
    FocalPoint,
    GroupMember,
    Meeting,
    PublicItem,
    WorkingGroup,
)
from toolkit.network.verifying import quarter_of

Kind = Institution.Kind
#: Institutions that take part in every network (framework, B5 at level 3).
CORE_KINDS = (
    Kind.INTERIOR,
    Kind.FOREIGN_AFFAIRS,
    Kind.LABOUR,
    Kind.BORDER,
    Kind.MIGRATION,
    Kind.STATISTICS,
    Kind.GOVERNMENT_IT,
)
#: Days that count as the last 12 months.
YEAR = timedelta(days=365)


def register_all() -> None:
    """Say about which questions the network speaks."""
    register("network.focal_points", ["B1"], focal_points)
    register("network.group", ["A2", "B2", "B3"], group)
    register("network.meetings", ["B3", "I5", "J5"], meetings)
    register("network.decisions", ["B3", "B4"], decisions)
    register("network.breadth", ["B5"], breadth)
    register("network.learning", ["I3"], learning)
    register("network.roles", ["H3"], roles)


def core_institutions(country: Country) -> list[Institution]:
    """Return the institutions that own data of the minimum set or use it; one query.

    Without contact data an institution counts as core, as it does when it is added.
    """
    rows = Institution.objects.active().filter(country=country)
    return list(rows.filter(Q(profile__is_core=True) | Q(profile__isnull=True)))


def page_of(country: Country, name: str, *more) -> str:
    """Return the address of a page of a country's record, "" while there is none.

    more: what stands in the address after the code of the country.
    """
    try:
        return reverse(name, args=[country.iso3.lower(), *more]) if name else ""
    except NoReverseMatch:
        return ""


def focal_points(country: Country, today: date) -> list[Fact]:
    """B1: who is designated in writing, with a deputy, verified, with handover."""
    every = list(FocalPoint.objects.of_country(country).order_by("pk"))
    core = {one.pk for one in core_institutions(country)}
    now = [
        one
        for one in every
        if one.institution_id in core
        and one.started_on <= today
        and not _has_left(one, today)
    ]
    if not every or not core:
        return []
    posts = {post: [one for one in now if one.post == post] for post in FocalPoint.Post}
    named = posts[FocalPoint.Post.FOCAL_POINT]
    quarter = quarter_of(today).first_day
    verified = [one for one in now if one.verified_on and one.verified_on >= quarter]
    texts = [
        ngettext(
            "%(named)s of %(count)s core institution has a designated focal point; "
            "verified this quarter: %(verified)s.",
            "%(named)s of %(count)s core institutions have a designated focal point; "
            "verified this quarter: %(verified)s.",
            len(core),
        )
        % {
            "named": len(named),
            "count": len(core),
            "verified": sum(one in verified for one in named),
        },
        ngettext(
            "%(named)s of %(count)s core institution has a deputy to its focal point.",
            "%(named)s of %(count)s core institutions have a deputy to their focal "
            "point.",
            len(core),
        )
        % {"named": len(posts[FocalPoint.Post.DEPUTY]), "count": len(core)},
    ]
    if named:
        texts.append(
            ngettext(
                "%(written)s of %(count)s focal point is designated in writing.",
                "%(written)s of %(count)s focal points are designated in writing.",
                len(named),
            )
            % {
                "count": len(named),
                "written": sum(bool(one.letter or one.nominated_by) for one in named),
            }
        )
    left = [one for one in every if _has_left(one, today)]
    if left:
        texts.append(
            ngettext(
                "%(count)s focal point or deputy has left the post since the list "
                "began; handover notes that are kept: %(notes)s.",
                "%(count)s focal points and deputies have left their post since the "
                "list began; handover notes that are kept: %(notes)s.",
                len(left),
            )
            % {
                "count": len(left),
                "notes": sum(bool(one.handover_note) for one in left),
            }
        )
    return _facts(
        texts, ("B1",), _("Network contact list"), country, "network:network", today
    )


def group(country: Country, today: date) -> list[Fact]:
    """A2, B2 and B3: what created the group, its secretariat, terms and members."""
    found = WorkingGroup.objects.of_country(country).select_related("secretariat")
    found = found.first()
    if found is None:
        return []
    said: list[tuple[tuple[str, ...], str]] = []
    if found.founded_on and found.founded_by:
        words = _("The working group was created on %(date)s by %(decision)s.")
        said.append(
            (
                ("A2", "B3"),
                words
                % {
                    "date": date_format(found.founded_on),
                    "decision": found.founded_by.rstrip("."),
                },
            )
        )
    if found.secretariat:
        words = _("%(institution)s is the secretariat of the working group.")
        said.append((("A2", "B2"), words % {"institution": found.secretariat}))
    if found.terms_version and found.approved_on:
        words = _(
            "Version %(number)s of the terms of reference of the working group was "
            "approved on %(date)s by %(person)s."
        )
        values = {
            "number": found.terms_version,
            "date": date_format(found.approved_on),
            "person": found.approved_by.rstrip("."),
        }
        said.append((("A2", "B2", "B3"), words % values))
    core = {one.pk for one in core_institutions(country)}
    seated = _seated(country, today)
    if core and seated:
        words = ngettext(
            "%(seated)s of %(count)s core institution has a seat in the working group.",
            "%(seated)s of %(count)s core institutions have a seat in the working "
            "group.",
            len(core),
        )
        values = {"seated": len(seated & core), "count": len(core)}
        said.append((("B3",), words % values))
    return [
        fact
        for questions, text in said
        for fact in _facts(
            [text], questions, _("Working group"), country, "network:group", today
        )
    ]


def meetings(country: Country, today: date) -> list[Fact]:
    """B3, I5 and J5: how often the group met in a year, and who met others."""
    since = today - YEAR
    held = [
        one
        for one in Meeting.objects.of_country(country).filter(state=Meeting.State.HELD)
        if since < one.on <= today
    ]
    own = [
        one for one in held if one.kind in (Meeting.Kind.GROUP, Meeting.Kind.TECHNICAL)
    ]
    abroad = [
        one for one in held if one.kind in (Meeting.Kind.VISIT, Meeting.Kind.REGIONAL)
    ]
    found = []
    for rows, questions, words in (
        (
            own,
            ("B3",),
            ngettext(
                "The working group held %(count)s meeting in the last 12 months; with "
                "minutes: %(minutes)s.",
                "The working group held %(count)s meetings in the last 12 months; "
                "with minutes: %(minutes)s.",
                len(own),
            ),
        ),
        (
            abroad,
            ("I5", "J5"),
            ngettext(
                "%(count)s national visit or regional workshop was held in the last "
                "12 months; with minutes: %(minutes)s.",
                "%(count)s national visits and regional workshops were held in the "
                "last 12 months; with minutes: %(minutes)s.",
                len(abroad),
            ),
        ),
    ):
        if rows:
            values = {
                "count": len(rows),
                "minutes": sum(bool(one.minutes.strip()) for one in rows),
            }
            found += _facts(
                [words % values],
                questions,
                _("Meetings"),
                country,
                "network:meetings",
                today,
            )
    return found


def decisions(country: Country, today: date) -> list[Fact]:
    """B3 and B4: what became of what was decided."""
    since = today - YEAR
    rows = Decision.objects.of_country(country).select_related("meeting")
    rows = list(rows.prefetch_related("follow_ups"))
    due = [one for one in rows if since < one.due_on <= today]
    taken = [one for one in rows if since < one.meeting.on <= today]
    found = []
    page = (country, "network:decisions", today)
    if due:
        done = sum(one.state == Decision.State.DONE for one in due)
        words = ngettext(
            "%(done)s of %(count)s decision that was due in the last 12 months is done "
            "(%(share)s%%); dropped by decision: %(dropped)s.",
            "%(done)s of %(count)s decisions that were due in the last 12 months are "
            "done (%(share)s%%); dropped by decision: %(dropped)s.",
            len(due),
        ) % {
            "done": done,
            "count": len(due),
            "share": 100 * done // len(due),
            "dropped": sum(one.state == Decision.State.DROPPED for one in due),
        }
        found += _facts([words], ("B3", "B4"), _("Decision log"), *page)
    if taken:
        followed = sum(bool(one.follow_ups.all()) for one in taken)
        words = ngettext(
            "%(followed)s of %(count)s decision taken in the last 12 months was "
            "followed up (%(share)s%%).",
            "%(followed)s of %(count)s decisions taken in the last 12 months were "
            "followed up (%(share)s%%).",
            len(taken),
        ) % {
            "followed": followed,
            "count": len(taken),
            "share": 100 * followed // len(taken),
        }
        found += _facts([words], ("B3",), _("Decision log"), *page)
    return found


def breadth(country: Country, today: date) -> list[Fact]:
    """B5: which kinds of institutions have a focal point or a seat in the group."""
    designated = set(
        FocalPoint.objects.of_country(country)
        .current(today)
        .values_list("institution", flat=True)
    )
    inside = designated | _seated(country, today)
    rows = Institution.objects.active().filter(country=country, pk__in=inside)
    kinds = {Kind(kind) for kind in rows.order_by().values_list("kind", flat=True)}
    if not kinds:
        return []
    missing = [kind for kind in CORE_KINDS if kind not in kinds]
    beyond = [
        kind for kind in Kind if kind in kinds and kind not in (*CORE_KINDS, Kind.OTHER)
    ]
    values = {"present": len(CORE_KINDS) - len(missing), "count": len(CORE_KINDS)}
    if missing:
        texts = [
            _(
                "%(present)s of %(count)s kinds of institutions that every network "
                "needs take part; missing: %(missing)s."
            )
            % {**values, "missing": _listed(missing)}
        ]
    else:
        texts = [
            _("All %(count)s kinds of institutions that every network needs take part.")
            % values
        ]
    if beyond:
        texts.append(
            _("Beyond the core these take part: %(kinds)s.")
            % {"kinds": _listed(beyond)}
        )
    return _facts(
        texts, ("B5",), _("Network contact list"), country, "network:network", today
    )


def learning(country: Country, today: date) -> list[Fact]:
    """I3: who of the designated people has passed the foundation modules.

    Focal points and deputies; who has no account has passed nothing here.
    """
    rows = FocalPoint.objects.of_country(country).current(today)
    people = list(rows.order_by("pk").values_list("person", "full_name", "email"))
    designated = {(person or (name, email)) for person, name, email in people}
    if not designated:
        return []
    passed = with_foundation(one for one in designated if isinstance(one, int))
    text = ngettext(
        "%(passed)s of %(count)s designated person has passed the foundation modules "
        "%(modules)s (%(share)s%%).",
        "%(passed)s of %(count)s designated people have passed the foundation modules "
        "%(modules)s (%(share)s%%).",
        len(designated),
    ) % {
        "passed": len(passed),
        "count": len(designated),
        "modules": _(", ").join(FOUNDATION),
        "share": 100 * len(passed) // len(designated),
    }
    source = _("Learning records")
    return _facts([text], ("I3",), source, country, "network:network", today)


def roles(country: Country, today: date) -> list[Fact]:
    """H3: whether a country administrator is named, and what is public."""
    named = (
        Membership.objects.current()
        .filter(country=country, role=Role.COUNTRY_ADMINISTRATOR)
        .values("person")
        .distinct()
        .count()
    )
    if not named:
        return []
    public = PublicItem.objects.filter(country=country).count()
    text = ngettext(
        "%(count)s country administrator is named; parts of the record that are "
        "public: %(public)s of %(parts)s.",
        "%(count)s country administrators are named; parts of the record that are "
        "public: %(public)s of %(parts)s.",
        named,
    ) % {"count": named, "public": public, "parts": len(PublicItem.Item)}
    return _facts([text], ("H3",), _("Country page"), country, "network:country", today)


def _facts(texts, questions, source, country, page, as_of) -> list[Fact]:
    url = page_of(country, page)
    return [Fact(questions, text, source, url, as_of) for text in texts]


def _has_left(one: FocalPoint, today: date) -> bool:
    return one.ended_on is not None and one.ended_on <= today


def _seated(country: Country, today: date) -> set[int]:
    rows = GroupMember.objects.of_country(country).current(today)
    rows = rows.filter(institution__isnull=False)
    return set(rows.order_by().values_list("institution", flat=True))


def _listed(kinds) -> str:
    # Translators: what stands between the parts of a list.
    return _(", ").join(str(kind.label) for kind in kinds)
