"""Who gets what on the pages of the catalogue: everybody everything."""

from tests.access import World, for_everybody
from tests.toolkit.indicators.factories import IndicatorFactory


def prepare(world: World) -> None:
    """One indicator."""
    IndicatorFactory.create(code="FOR_STOCK")


ROWS = {
    "indicators:catalogue": for_everybody(),
    "indicators:indicator": for_everybody(path=lambda world: ["FOR_STOCK"]),
}
