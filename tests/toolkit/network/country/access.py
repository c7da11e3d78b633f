"""Who gets what on the page of a country and where it is decided what is public."""

from tests.access import Row, World, for_everybody, for_signed_in

KEEPERS = ("coordinator", "country_administrator")
#: Read the whole record, but change nothing of it.
READERS = ("respondent", "focal_point", "system_administrator")


def code(world: World) -> list:
    """Arvania, as it stands in addresses."""
    return ["xaa"]


def one_part(world: World) -> list:
    """One part of its record."""
    return ["xaa", "terms"]


def kept_by() -> dict[str, int]:
    """Return what the people of the record get on pages of its keepers."""
    return dict.fromkeys(KEEPERS, 200) | dict.fromkeys(READERS, 403)


ROWS = {
    # To the own country's page or the list; a choice for who has several.
    "network:home": for_signed_in(302, expected={"system_administrator": 200}),
    "network:countries": for_everybody(),
    "network:country": [
        for_everybody(path=code),
        for_everybody(404, path=lambda world: ["zzz"]),
    ],
    "network:publishing": Row(code, expected=kept_by(), otherwise=404),
    "network:publish": [
        Row(one_part, expected=kept_by(), otherwise=404),
        Row(
            one_part,
            expected=dict.fromkeys(KEEPERS, 302) | dict.fromkeys(READERS, 403),
            otherwise=404,
            method="post",
            data={"do": "restricted"},
        ),
    ],
}
