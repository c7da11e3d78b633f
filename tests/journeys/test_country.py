"""A country administrator brings a colleague in; the other country sees nothing."""

import re

ADMINISTRATOR = "administrator@arvania.example"
NEIGHBOUR = "administrator@belmora.example"
PASSWORD = "lantern harbour ruler"


def test_invited_colleague_comes_in_with_the_role_given(visitor, unique):
    address = f"colleague-{unique}@border.example"
    name = f"Сабина {unique}"
    administrator = visitor(examined=True)
    administrator.sign_in(ADMINISTRATOR)
    administrator.go("/en/country/people/")
    assert address not in administrator.text()
    administrator.follow("Invite somebody")
    administrator.press("Send the invitation", status=422)
    assert administrator.page.title().startswith("Error:")
    administrator.write("E-mail address", address)
    administrator.choose("Role", "Respondent")
    administrator.choose("Institution (optional)", "Border Service")
    administrator.press("Send the invitation")
    assert administrator.heading() == "Invitations"
    assert address in administrator.text()

    colleague = visitor(examined=True)
    colleague.go(colleague.site.link_to(address))
    assert colleague.heading() == "You are invited"
    assert "Respondent" in colleague.text()
    colleague.press("Accept and open my account", status=422)
    assert colleague.page.title().startswith("Error:")
    colleague.write("Full name", name)
    colleague.write("Full name in Latin letters (optional)", f"Sabina {unique}")
    colleague.write("Password", PASSWORD)
    colleague.press("Accept and open my account")
    colleague.go("/en/profile/")
    assert "Respondent, Arvania" in colleague.text()
    assert "Border Service" in colleague.text()
    colleague.go("/en/country/people/", status=403)

    administrator.go("/en/country/people/")
    administrator.write("Name or e-mail", unique)
    administrator.press("Show")
    administrator.follow(name)
    assert administrator.heading() == name
    person = administrator.page.url
    administrator.go("/en/country/activity/")
    assert name in entries(administrator)[0]
    administrator.write("Name or e-mail", unique)
    administrator.press("Show")
    assert len(entries(administrator)) >= 3

    neighbour = visitor(examined=True)
    neighbour.sign_in(NEIGHBOUR)
    neighbour.go("/en/country/people/")
    assert unique not in neighbour.text()
    neighbour.go(person, status=404)
    neighbour.go("/en/country/activity/")
    assert unique not in neighbour.text()


def test_administrator_gives_a_role_ends_it_and_closes_the_account(visitor, learner):
    administrator = visitor(examined=True)
    administrator.sign_in(ADMINISTRATOR)
    administrator.go(f"/en/country/people/?q={learner}")
    administrator.use(administrator.page.locator(".person-row h3 a"))
    administrator.choose("Role", "Focal point")
    administrator.choose("Institution (optional)", "Ministry of Labour")
    administrator.press("Give this role")
    assert "Focal point, Arvania" in administrator.text()
    administrator.use(
        administrator.page.locator("li", has_text="Focal point, Arvania").get_by_role(
            "link", name=re.compile("End this role")
        )
    )
    administrator.use(administrator.page.locator("main form button").first)
    administrator.use(administrator.page.get_by_text("Deactivate this account"))
    administrator.use(administrator.page.locator("main form button").first)
    assert "eactivated" in administrator.text()

    closed = visitor()
    closed.sign_in(learner)
    assert not closed.page.url.endswith("/learn/")
    assert not closed.heading().startswith("Good ")


def entries(person) -> list[str]:
    """Return the lines of the activity log."""
    return person.page.locator("main table tbody tr").all_inner_texts()
