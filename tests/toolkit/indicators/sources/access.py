"""Who gets what on the pages of the inventory of data sources."""

from lms.accounts.models import Membership, Role
from tests.access import LOGIN, Row, World
from tests.accounts.factories import InstitutionFactory
from tests.toolkit.indicators.factories import DataSourceFactory
from toolkit.indicators.models import DataSource, SourceImport
from toolkit.network.models import PublicItem

READERS = ("respondent", "focal_point", "system_administrator")
KEEPERS = ("coordinator", "country_administrator")


def prepare(world: World) -> None:
    """A source of the focal point's institution and an import of the coordinator."""
    body = InstitutionFactory.create(country=world.arvania)
    membership = _membership(world)
    if membership.institution_id is None:
        Membership.objects.filter(pk=membership.pk).update(institution=body)
    keeper = world.people["coordinator"]
    world.things |= {
        "source": DataSourceFactory.create(
            country=world.arvania, owner=body, changed_by=keeper
        ),
        "other_source": DataSourceFactory.create(
            country=world.arvania, changed_by=keeper
        ),
        "source_import": SourceImport.objects.create(
            country=world.arvania, made_by=keeper
        ),
    }


def _membership(world: World) -> Membership:
    return Membership.objects.get(
        person=world.people["focal_point"], role=Role.FOCAL_POINT
    )


def code(world: World) -> list:
    """Arvania, as it stands in addresses."""
    return [world.arvania.iso3.lower()]


def public(world: World) -> list:
    """Arvania, whose sources are public."""
    PublicItem.objects.get_or_create(
        country=world.arvania,
        item=PublicItem.Item.SOURCES,
        defaults={"made_public_by": world.people["country_administrator"]},
    )
    return code(world)


def own(world: World) -> list:
    """A source of the focal point's institution."""
    source = world.things["source"]
    owner = _membership(world).institution_id
    DataSource.objects.filter(pk=source.pk).update(owner=owner)
    return [*code(world), source.pk]


def other(world: World) -> list:
    """A source of another institution."""
    return [*code(world), world.things["other_source"].pk]


def prepared(world: World) -> list:
    """The coordinator's import."""
    return [*code(world), world.things["source_import"].pk]


def seen(*roles: str, status: int = 200) -> dict[str, int]:
    """Return what these roles get."""
    return dict.fromkeys(roles, status)


def for_readers(path=code) -> Row:
    """Whoever reads the record; others do not find it."""
    return Row(path, seen(*READERS, *KEEPERS), otherwise=404)


def for_writers(path, *, status: int = 200, method: str = "get") -> Row:
    """Who keeps the record, and the focal point; other readers are told so."""
    expected = seen("respondent", "system_administrator", status=403)
    expected |= seen("focal_point", *KEEPERS, status=status)
    return Row(path, expected, otherwise=404, method=method)


def for_keepers(path, *, status: int = 200, method: str = "get") -> Row:
    """Sources of others: not for the focal point."""
    expected = seen(*READERS, status=403) | seen(*KEEPERS, status=status)
    return Row(path, expected, otherwise=404, method=method)


def list_rows() -> list[Row]:
    """A part that the country may make public."""
    return [
        Row(code, seen(*READERS, *KEEPERS), otherwise=404, anonymous=LOGIN),
        Row(public, otherwise=200, anonymous=200),
    ]


ROWS = {
    "indicators:sources": list_rows(),
    "indicators:source_topics": list_rows(),
    "indicators:source": [for_readers(own), for_readers(other)],
    "indicators:source_new": [
        for_writers(code),
        for_writers(code, status=422, method="post"),
    ],
    "indicators:source_edit": [
        for_writers(own),
        for_writers(own, status=422, method="post"),
        for_keepers(other),
    ],
    "indicators:source_close": [
        for_writers(own),
        for_writers(own, status=422, method="post"),
        for_keepers(other),
    ],
    "indicators:source_reopen": [
        for_writers(own, status=302, method="post"),
        for_keepers(other, status=302, method="post"),
    ],
    "indicators:sources_xlsx": for_readers(),
    "indicators:sources_template": for_readers(),
    "indicators:sources_pdf": for_readers(),
    "indicators:sources_import": [
        for_writers(code),
        for_writers(code, status=422, method="post"),
    ],
    "indicators:sources_import_check": Row(
        prepared,
        # Who may write sees the own files only.
        seen("respondent", "system_administrator", status=403)
        | {"coordinator": 200, "country_administrator": 404, "focal_point": 404},
        otherwise=404,
    ),
}
