"""Action libraries out of the database, as files that load again unchanged."""

from lms.core.content_files import dump_yaml
from toolkit.plans.library import Library, library_data


def export_library(library: Library) -> str:
    """The library as the text of a YAML file."""
    return dump_yaml(library_data(library))
