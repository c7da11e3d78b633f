"""Who gets what on the addresses of the site itself."""

from tests.access import for_everybody

ROWS = {
    "front_door": for_everybody(302),
    "healthz": for_everybody(200),
    "readyz": for_everybody(200),
    "set_language": for_everybody(302, method="post", data={"language": "ru"}),
    # The picture is not there; whoever may see pages may see pictures.
    "picture": for_everybody(404, path=lambda world: ["images/none.png"]),
    "core:set_scheme": for_everybody(302, method="post", data={"scheme": "dark"}),
    # For staff, who are nobody in this table; others do not find it.
    "styleguide": for_everybody(404),
}
