"""Opening an account, a forgotten password, a second factor."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from lms.accounts.demo import DEMO_PASSWORD

PASSWORD = "lantern harbour ruler"


def test_newcomer_opens_an_account_and_confirms_the_address(visitor, unique):
    address = f"newcomer-{unique}@ministry.example"
    newcomer = visitor(examined=True)
    newcomer.go("/en/account/login/")
    newcomer.follow("Open an account")
    newcomer.press("Open my account")
    assert newcomer.page.title().startswith("Error:")
    newcomer.write("Full name", "Нурбек уулу Эрлан")
    newcomer.write("E-mail address", address)
    newcomer.write("Password", PASSWORD)
    newcomer.press("Open my account")
    assert newcomer.heading() == "Look into your mailbox"

    newcomer.go(newcomer.site.link_to(address))
    assert address in newcomer.text()
    newcomer.press("Confirm this address")
    newcomer.go("/en/learn/")
    assert "Нурбек уулу Эрлан" in newcomer.heading()
    newcomer.go("/en/profile/")
    assert "Learner" in newcomer.text()


def test_forgotten_password_is_replaced_by_e_mail(visitor, learner):
    person = visitor(examined=True)
    person.go("/en/account/login/")
    person.follow("Choose a new password")
    person.write("E-mail address", learner)
    person.press("Send me the link")
    assert person.heading() == "Look into your mailbox"

    link = person.site.link_to(learner)
    person.go(link)
    person.write("Password", PASSWORD)
    person.press("Save the new password")
    assert person.heading() == "Your new password is saved"
    person.sign_in(learner, PASSWORD)
    assert person.heading().startswith("Good ")

    late = visitor()
    late.go(link)
    assert "This link no longer works" in late.text()


def test_second_factor_is_set_up_and_asked_for(visitor, learner):
    person = visitor(examined=True)
    person.sign_in(learner)
    person.go("/en/profile/")
    person.follow("Second factor: app, passkeys, recovery codes")
    person.follow("Set up an authenticator app")
    if person.heading() == "Is it still you?":
        person.write("Password", DEMO_PASSWORD)
        person.press("Go on")
    secret = person.page.locator("main .code").inner_text()
    person.write("Code", code_for(secret))
    person.press("Set up this app")
    assert "code" in person.text()

    again = visitor(examined=True)
    again.sign_in(learner)
    again.write("Code", "000000")
    again.press("Sign in")
    assert again.page.title().startswith("Error:")
    again.write("Code", code_for(secret, late=1))
    again.press("Sign in")
    assert again.heading().startswith("Good ")


def code_for(secret: str, late: int = 0) -> str:
    """Return what an authenticator app shows now, or showed some half minutes ago."""
    step = int(time.time()) // 30 - late
    return format_hotp_value(hotp_value(secret, step))
