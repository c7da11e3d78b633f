"""Learning paths by role."""

import pytest
from django.conf import settings

from lms.core.content_files import Problems
from modules.choices import Role
from modules.paths import learning_path, learning_paths, read_paths

PATHS = """paths:
- role: focal_point
  intro:
    en: You deliver.
  modules:
  - '01'
"""


@pytest.fixture
def path_file(course, course_root):
    (course_root / "paths.yaml").write_text(PATHS)
    return course_root / "paths.yaml"


def test_path_gives_its_modules_and_their_time(path_file):
    path = learning_path("focal_point", "en")

    assert [module.key for module in path.modules] == ["01"]
    assert (path.title, path.intro, path.minutes, path.hours) == (
        "Focal point",
        "You deliver.",
        20,
        1,
    )


def test_path_without_a_translation_speaks_the_default_language(path_file):
    assert learning_path("focal_point", "fr").intro == "You deliver."


def test_changed_file_is_read_anew(path_file):
    learning_paths("en")
    path_file.write_text(PATHS.replace("You deliver.", "You send."))

    assert learning_path("focal_point", "en").intro == "You send."


def test_path_page_lists_its_modules(path_file, client):
    page = client.get("/en/paths/focal_point/").content.decode()

    assert "Learning path: Focal point" in page
    assert 'href="/en/modules/01-first-module/"' in page


def test_path_of_no_role_is_not_found(path_file, client):
    assert client.get("/en/paths/minister/").status_code == 404


def test_home_leads_to_the_path(path_file, client):
    assert 'href="/en/paths/focal_point/"' in client.get("/en/").content.decode()


def test_faults_are_named_with_their_line(tmp_path):
    (tmp_path / "paths.yaml").write_text(PATHS.replace("'01'", "'99'") + PATHS[7:])
    problems = Problems()

    read_paths(tmp_path, {"01"}, problems)

    assert [(error.line, error.message) for error in problems.errors] == [
        (6, "There is no module `99`."),
        (7, "The path of `focal_point` stands here twice."),
    ]


def test_every_role_has_a_path_of_known_modules():
    problems = Problems()
    root = settings.BASE_DIR / "modules" / "content"

    entries = read_paths(root, {f"{n:02}" for n in range(1, 17)}, problems)

    assert problems.errors == []
    assert [entry.role for entry in entries] == Role.values
