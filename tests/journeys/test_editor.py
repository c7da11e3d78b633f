"""An editor changes a lesson in the content area; readers and files follow."""

import re

LESSON = "/en/modules/01-introduction-to-the-data-sharing-mechanism/principles/"
FILE = "01-introduction-to-the-data-sharing-mechanism/en/07-principles.md"


def test_editor_publishes_a_changed_lede(visitor, tmp_path, unique):
    lede = f"Seven principles carry the mechanism ({unique})."
    editor = visitor()
    editor.sign_in("editor@arvania.example")
    page = editor.page
    page.goto("/cms/")
    search = page.get_by_placeholder("Search all pages")
    search.fill("principles behind")
    search.press("Enter")
    page.get_by_role("link", name="The principles behind it").first.click()
    page.wait_for_url(re.compile(r"/cms/pages/\d+/edit/"))
    page.get_by_role("textbox", name="Lede").fill(lede)
    page.get_by_role("button", name="More actions").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Publish", exact=True).click()
    assert "published" in page.locator(".messages").inner_text()

    reader = visitor()
    reader.go(LESSON)
    assert reader.page.locator("p.lede").inner_text() == lede

    reader.site.manage("export_modules", "01", "--to", str(tmp_path))
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert f"lede: {lede}\n" in text


def test_learner_is_not_let_into_the_content_area(visitor, learner):
    person = visitor()
    person.sign_in(learner)
    person.go("/cms/", status=403)
    assert person.heading() == "You cannot open this page"
