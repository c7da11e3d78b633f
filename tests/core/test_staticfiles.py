"""The one served style sheet, joined from its parts."""

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

from lms.core.staticfiles import BUNDLE, BundleFinder, bundle, minify, part_files


@pytest.fixture
def sheets(tmp_path):
    """A small folder of part files."""
    folder = tmp_path / "static/css"
    (folder / "components").mkdir(parents=True)
    (folder / "tokens.css").write_text("/* a */ :root { --ink: #000; }")
    (folder / "base.css").write_text("a :hover { color: red; }")
    (folder / "layout.css").write_text("main { margin: 0 }")
    (folder / "components/card.css").write_text(".card { padding: calc(1px + 2px); }")
    (folder / "components/button.css").write_text('.button::before { content: " ; "; }')
    return folder


@pytest.fixture
def finder(sheets, settings, tmp_path):
    """A finder over the small folder, with a data folder of its own."""
    settings.BASE_DIR = tmp_path
    settings.DATA_DIR = tmp_path / "data"
    return BundleFinder()


def test_minify_drops_comments_and_space():
    assert minify("/* x */ a , b {\n  color : red ;\n}\n") == "a,b{color :red}"


def test_minify_keeps_strings_and_addresses():
    css = 'a{content:"/* ; */  {";background:url(a  b.svg)}'
    assert minify(css) == css


def test_minify_keeps_the_space_of_descendants_and_sums():
    assert (
        minify("a :hover { width: calc(1px + 2px) }")
        == "a :hover{width:calc(1px + 2px)}"
    )


def test_minify_of_an_apostrophe_in_a_comment_goes_on():
    assert minify("/* it's */ a{b:c} /* don't */") == "a{b:c}"


def test_bundle_has_layers_in_order(sheets):
    assert bundle(sheets).decode() == (
        "@layer tokens,base,components;"
        "@layer tokens{:root{--ink:#000}}"
        "@layer base{a :hover{color:red}main{margin:0}}"
        '@layer components{.button::before{content:" ; "}.card{padding:calc(1px + 2px)}}'
    )


def test_bundle_follows_a_changed_part(sheets):
    bundle(sheets)
    card = sheets / "components/card.css"
    card.write_text(".card { padding: 9px; }")
    assert b".card{padding:9px}" in bundle(sheets)


def test_part_files_of_the_project_exist(settings):
    layers = part_files(settings.BASE_DIR / "static/css")
    assert [
        file for files in layers.values() for file in files if not file.exists()
    ] == []


def test_finder_writes_the_sheet_into_the_data_folder(finder, sheets, tmp_path):
    found = finder.find(BUNDLE)
    assert found == str(tmp_path / "data/cache/static" / BUNDLE)
    assert (tmp_path / "data/cache/static" / BUNDLE).read_bytes() == bundle(sheets)


def test_finder_leaves_other_files_to_others(finder):
    assert finder.find("css/base.css") == []
    assert finder.find("img/logo.svg", find_all=True) == []


def test_finder_lists_the_sheet_for_collectstatic(finder, sheets):
    [(path, storage)] = finder.list([])
    assert path == BUNDLE
    assert isinstance(storage, FileSystemStorage)
    with storage.open(path) as file:
        assert file.read() == bundle(sheets)


def test_finder_without_a_writable_data_folder_uses_the_spare_one(
    finder, sheets, settings, tmp_path
):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    settings.DATA_DIR = blocked
    with open(finder.find(BUNDLE), "rb") as file:  # noqa: PTH123 - a path as text
        assert file.read() == bundle(sheets)


def test_finder_is_configured(settings):
    assert finders.find(BUNDLE)
