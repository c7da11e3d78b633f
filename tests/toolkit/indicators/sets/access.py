"""Who gets what on the pages of a minimum set."""

from tests.access import LOGIN, Row, World
from tests.toolkit.indicators.sets.worlds import make_approved, make_place, row_of
from toolkit.indicators.services.sets import start_set
from toolkit.network.models import PublicItem

#: Who reads the record of Arvania, and who keeps it.
KEEPERS = ("coordinator", "country_administrator")
READERS = (*KEEPERS, "respondent", "focal_point", "system_administrator")


def prepare(world: World) -> None:
    """A set of Arvania in force, and a draft of the next version."""
    place = make_place(world.arvania)
    approved = make_approved(place)
    draft = start_set(world.arvania, by=place.keeper)
    world.things |= {"set": approved, "set_draft": draft, "set_place": place}


def country(world: World) -> list:
    """The address of Arvania, with its draft."""
    return ["xaa"]


def row(world: World) -> list:
    """A row of the draft."""
    return ["xaa", row_of(world.things["set_draft"], "FOR_STOCK").indicator.code]


def version(*more):
    """The version in force."""
    return lambda world: ["xaa", 1, *more]


def public(*more):
    """The version in force, made public."""

    def path(world: World) -> list:
        PublicItem.objects.get_or_create(
            country=world.arvania,
            item=PublicItem.Item.INDICATORS,
            defaults={"made_public_by": world.people["country_administrator"]},
        )
        return ["xaa", *more]

    return path


def draft_version(*more):
    """The draft, in a country that made the set in force public."""
    return public(2, *more)


def kept(path=country, **options) -> Row:
    """A page for those who keep the record; readers are told so, others find none."""
    answers = dict.fromkeys(READERS, 403) | dict.fromkeys(KEEPERS, 200)
    return Row(path, expected=answers, otherwise=404, **options)


def read(path=country) -> Row:
    """A page for those who read the record."""
    return Row(path, expected=dict.fromkeys(READERS, 200), otherwise=404)


def sent(path, status: int, data=None) -> Row:
    """What those who keep the record get for a form."""
    answers = dict.fromkeys(READERS, 403) | dict.fromkeys(KEEPERS, status)
    return Row(path, expected=answers, otherwise=404, method="post", data=data or {})


def opened(*more) -> list[Row]:
    """A page of the version in force: for readers, and for all once it is public."""
    return [
        read(version(*more)),
        Row(public(1, *more), otherwise=200, anonymous=200),
        Row(
            draft_version(*more),
            expected=dict.fromkeys(READERS, 200),
            otherwise=404,
            anonymous=404,
        ),
    ]


ROWS = {
    "indicators:set": [
        read(),
        Row(public(), otherwise=200, anonymous=200),
        Row(lambda world: ["XAA"], otherwise=404, anonymous=404),
    ],
    "indicators:set_start": [kept(), sent(country, 302)],
    "indicators:set_profile": [kept(), sent(country, 422)],
    "indicators:set_scores": [kept(), sent(country, 302)],
    "indicators:set_choose": [kept(), sent(country, 422)],
    "indicators:set_look": [sent(country, 200)],
    "indicators:set_define": read(),
    "indicators:set_row": [kept(row), sent(row, 422)],
    "indicators:set_move": [sent(row, 400), sent(row, 302, {"seen": "1"})],
    "indicators:set_agree": read(),
    "indicators:set_ask": sent(country, 302),
    "indicators:set_agree_row": [
        read(row),
        Row(
            row,
            expected=dict.fromkeys(READERS, 422),
            otherwise=404,
            anonymous=LOGIN,
            method="post",
        ),
    ],
    "indicators:set_approve": [kept(), sent(country, 422)],
    "indicators:set_version": opened(),
    "indicators:set_matrix": opened(),
    "indicators:set_matrix_xlsx": opened(),
    "indicators:set_matrix_pdf": opened(),
    "indicators:set_sdmx": [*opened("xml"), *opened("json")],
}
