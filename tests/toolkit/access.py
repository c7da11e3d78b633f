"""Who gets what on the pages of the toolkit."""

from tests.access import for_everybody

ROWS = {
    "plans:actions": for_everybody(200),
}
