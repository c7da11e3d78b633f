"""What the invented working group did in a year: meetings, minutes, decisions. Data only."""

from dataclasses import dataclass, field

from toolkit.network.models import Decision, Meeting

Kind = Meeting.Kind
State = Decision.State


@dataclass(frozen=True)
class Made:
    """A decision: what, the owner's key, who there, due days after the meeting."""

    key: str
    text: str
    owner: str
    person: str
    due: int


@dataclass(frozen=True)
class Followed:
    """What a meeting noted: which decision, its state, a note, new days until due."""

    key: str
    state: str
    note: str = ""
    due: int = 0


@dataclass(frozen=True)
class Story:
    """A meeting so many days before today; without minutes it was not written up."""

    days: int
    kind: str
    title: str
    place: str
    minutes: str = ""
    length: int = 2
    last_day: int = 0
    decisions: tuple[Made, ...] = ()
    followed: tuple[Followed, ...] = ()
    excused: frozenset[str] = field(default_factory=frozenset)
    absent: frozenset[str] = field(default_factory=frozenset)


STORIES = (
    Story(
        334,
        Kind.GROUP,
        "First meeting of the working group",
        "State Committee for Migration, 15 Lamp Street, room 3",
        minutes=(
            "The chair opened the meeting. All seven institutions were represented, one "
            "by its deputy.\n\nThe group took note of its terms of reference. It agreed "
            "that residence permits, border crossings and work permits are mapped "
            "first, because every member asks for them.\n\nThe statistics office "
            "explained how a stock differs from a flow. Two members count permits and "
            "not persons; this will be said in the definitions."
        ),
        decisions=(
            Made(
                "mapping",
                "Each institution lists its data sources on migration with owner, "
                "legal basis and coverage.",
                "statistics-office",
                "Leila Aram",
                75,
            ),
            Made(
                "glossary",
                "Draft a glossary of the twelve terms that institutions use "
                "differently.",
                "statistics-office",
                "Pavel Ions",
                80,
            ),
            Made(
                "it-agency",
                "Invite the Government IT Agency to the group as an observer.",
                "migration-committee",
                "Ольга Мерник",
                30,
            ),
        ),
        excused=frozenset({"Emil Tarko"}),
    ),
    Story(
        243,
        Kind.GROUP,
        "Second meeting of the working group",
        "National Statistics Office, 3 Census Lane, hall",
        minutes=(
            "Follow-up came second on the agenda. Of three decisions one is done and "
            "one is late.\n\nThe inventory shows eleven sources. Departures by land "
            "have no source at all; the Border Service will look into its paper forms."
            "\n\nThe group looked at the list of candidate indicators and asked for a "
            "proposal of eight."
        ),
        followed=(
            Followed("mapping", State.DONE, "Eleven sources are in the inventory."),
            Followed(
                "glossary",
                State.OPEN,
                "Eight of twelve terms are agreed; the translation takes longer.",
                60,
            ),
            Followed("it-agency", State.DONE, "The agency attends since this meeting."),
        ),
        decisions=(
            Made(
                "departures",
                "Count departures by land from paper forms of one month as a test.",
                "border-service",
                "Karim Toller",
                85,
            ),
            Made(
                "proposal",
                "Propose eight indicators for the minimum set, with owners.",
                "statistics-office",
                "Leila Aram",
                80,
            ),
        ),
        absent=frozenset({"Pavel Ions"}),
    ),
    Story(
        152,
        Kind.GROUP,
        "Third meeting of the working group",
        "Ministry of Internal Affairs, 4 Mill Road, room 210",
        minutes=(
            "The new chair from the Ministry of Internal Affairs opened the meeting. "
            "The second version of the terms of reference, with a rule for decisions "
            "in writing, was taken note of.\n\nThe proposal of eight indicators was "
            "discussed one by one. Six were agreed as proposed; for two the owners "
            "will clear up the definition.\n\nThe test at one crossing point counted "
            "96 percent of departures."
        ),
        followed=(
            Followed("glossary", State.DONE, "Twelve terms agreed in two languages."),
            Followed("proposal", State.DONE, "Eight indicators proposed, six agreed."),
            Followed(
                "departures",
                State.OPEN,
                "One crossing point is counted; two more follow.",
                70,
            ),
        ),
        decisions=(
            Made(
                "definitions",
                "Clear up the definitions of work permits and of residence permits.",
                "labour-ministry",
                "Samir Haddad",
                75,
            ),
            Made(
                "register",
                "Ask for access to the register of students for the yearly table.",
                "foreign-ministry",
                "Aliya Benat",
                60,
            ),
        ),
    ),
    Story(
        110,
        Kind.TECHNICAL,
        "Technical meeting on templates",
        "Training centre of the Government IT Agency, 40 Cable Street",
        minutes=(
            "Two days of work on the templates in which figures are delivered. The "
            "templates for stocks are final. For flows the group chose one row for "
            "each month, sex and citizenship.\n\nThe IT agency showed how files are "
            "passed on safely."
        ),
        length=7,
        last_day=1,
        decisions=(
            Made(
                "templates",
                "Try the final templates with the figures of the last full year.",
                "interior-ministry",
                "Stefan Orlo",
                120,
            ),
        ),
        excused=frozenset({"Irena Dosh"}),
    ),
    Story(
        61,
        Kind.GROUP,
        "Fourth meeting of the working group",
        "Ministry of Labour, 22 Orchard Street, room 8",
        minutes=(
            "The group agreed the minimum set of eight indicators. Each owner confirmed "
            "it in the meeting.\n\nThe request for the register of students was dropped: "
            "the yearly table of the Ministry of Education is enough.\n\nThe release "
            "calendar of next year was discussed; the statistics office will write it."
        ),
        followed=(
            Followed("definitions", State.DONE, "Both definitions are in the matrix."),
            Followed(
                "register",
                State.DROPPED,
                "Dropped by the group: the yearly table of the ministry is enough.",
            ),
            Followed(
                "departures",
                State.OPEN,
                "Two crossing points are counted; the third needs new forms.",
                50,
            ),
        ),
        decisions=(
            Made(
                "calendar",
                "Write the release calendar of next year, with the day of each figure.",
                "statistics-office",
                "Leila Aram",
                85,
            ),
            Made(
                "protection",
                "Give an opinion on the smallest cell that may be published.",
                "data-protection-authority",
                "Dina Falk",
                66,
            ),
        ),
        excused=frozenset({"Karim Toller"}),
    ),
    Story(
        9,
        Kind.VISIT,
        "National visit of the regional secretariat",
        "State Committee for Migration, 15 Lamp Street, room 3",
        length=2,
    ),
    Story(
        -24,
        Kind.GROUP,
        "Fifth meeting of the working group",
        "Border Service, 9 Station Square, conference room",
    ),
)
