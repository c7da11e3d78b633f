"""A course on the site, loaded from files in a temporary folder."""

import pytest
from django.core.cache import cache

from lms.core.site_loader import load_site
from modules.loader import load_modules
from tests.modules.course_files import write_course, write_long_lesson


@pytest.fixture
def course_root(tmp_path, settings):
    """A folder with a correct course; the settings point to it."""
    settings.MODULE_CONTENT_DIR = tmp_path / "course"
    write_course(settings.MODULE_CONTENT_DIR)
    return settings.MODULE_CONTENT_DIR


@pytest.fixture
def course(db, course_root):
    """The course, loaded into pages; the cache begins empty."""
    cache.clear()
    load_site()
    load_modules(course_root)
    return course_root / "01-first-module"


@pytest.fixture
def long_course(course_root, db):
    """The course with a third lesson that has a block of every kind."""
    cache.clear()
    write_long_lesson(course_root)
    load_site()
    load_modules(course_root)
    return course_root / "01-first-module"
