"""A rule of completion is changed: its effect is read before it is saved."""

ADMINISTRATOR = "system@arvania.example"
MODULE = "16"
#: One lesson of the module is done, and nothing else.
ONE_LESSON = """
from lms.accounts.models import User
from lms.learning.models import Completion
from lms.learning.services import enrol
from modules.outline import module_outline

person = User.objects.get(email="{email}")
outline = module_outline("{module}", "en")
enrol(person, outline)
Completion.objects.create(
    person=person, kind="lesson", key=outline.lessons[0].key, rule_version=1,
    translation_key=outline.lessons[0].translation_key,
)
print(outline.url, person.full_name, sep="|")
"""


def test_administrator_reads_the_effect_of_a_rule_and_saves_it(visitor, site, learner):
    script = ONE_LESSON.format(email=learner, module=MODULE)
    module, name = site.manage("shell", "-v0", "-c", script).strip().split("|")
    official = visitor(examined=True)
    official.sign_in(learner)
    official.go(module)
    official.page.locator("#missing summary").click()
    assert "The module check: not passed yet" in official.text()

    administrator = visitor(examined=True)
    administrator.sign_in(ADMINISTRATOR)
    administrator.go("/en/rules/")
    modules = administrator.page.get_by_label("A rule for one module alone")
    modules.select_option(MODULE)
    administrator.press("Write the rule of this module")
    administrator.write("How many of the lessons have to be complete, in percent", "1")
    check = "The module check is passed, where the module has one"
    administrator.page.get_by_label(check).uncheck()
    administrator.press("Show the effect", status=422)
    assert administrator.page.title().startswith("Error:")
    administrator.write("Why the rule changes", "A pilot in one country.")
    administrator.press("Show the effect")
    assert administrator.heading() == f"Effect of the new rule for module {MODULE}"
    assert f"Module {MODULE} is complete when at least 1 %" in administrator.text()
    assert name in administrator.text()
    official.go(module)
    assert "You completed this module" not in official.text()

    administrator.press("Save the new rule")
    assert "Version 2 of the rule holds now." in administrator.text()
    assert "A pilot in one country." in administrator.text()
    official.go(module)
    assert "You completed this module on" in official.text()
    official.page.get_by_text("Why is this complete?").click()
    assert "It was completed by version 2 of the rule" in official.text()
    official.follow("See my certificate")
    assert f"Module {MODULE}: " in official.text()
