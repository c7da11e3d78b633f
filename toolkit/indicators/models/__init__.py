"""What is counted: the catalogue, data sources, minimum sets."""

from .catalogue import CatalogueVersion, Indicator
from .sets import (
    CandidateScore,
    ChosenIndicator,
    MinimumSet,
    OwnerAgreement,
)
from .sources import DataSource, SourceImport

__all__ = [
    "CandidateScore",
    "CatalogueVersion",
    "ChosenIndicator",
    "DataSource",
    "Indicator",
    "MinimumSet",
    "OwnerAgreement",
    "SourceImport",
]
