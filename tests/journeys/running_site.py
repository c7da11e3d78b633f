"""The site that the journeys visit: its commands, its people, its e-mails."""

import os
import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings

#: People of Arvania with the demonstration's password; prints kind and address.
#: A reader has done every lesson of module 01 and has its check left; staff may
#: open the style guide, and have a name of one word of 200 letters.
MAKE_PEOPLE = """
from uuid import uuid4
from allauth.account.models import EmailAddress
from django.utils import timezone
from lms.accounts.models import Country, User
from lms.accounts.roles import Role
from lms.accounts.services import grant_role
from lms.learning.models import Completion
from lms.learning.rules import SHIPPED
from lms.learning.services import enrol
from modules.outline import module_outline

arvania = Country.objects.get(iso2="XA")
password = User.objects.get(email="learner@arvania.example").password
outline = module_outline("01", "en")
now = timezone.now()
for number in range(1, 25):
    kind = "staff" if number == 1 else "reader" if number % 4 == 0 else "learner"
    email = f"{uuid4().hex[:8]}@journey.example"
    name = "Ы" * 200 if kind == "staff" else f"Learner {number}"
    person = User.objects.create(
        email=email, full_name=name, password=password, is_staff=kind == "staff"
    )
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    grant_role(person, role=Role.LEARNER, country=arvania)
    if kind == "reader":
        enrol(person, outline)
        for lesson in outline.lessons:
            for fact in (Completion.Kind.READ, Completion.Kind.LESSON):
                Completion.objects.create(
                    person=person, kind=fact, key=lesson.key, at=now,
                    translation_key=lesson.translation_key,
                    rule_version=SHIPPED.lesson.version,
                )
    print(kind, email)
"""


def environment() -> dict[str, str]:
    """Return this process's variables without those that would change the site."""
    others = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "HOST", "BASE_URL"}
    return {name: value for name, value in os.environ.items() if name not in others}


@dataclass
class Site:
    """A running site: its address, and the folder with its e-mails and files."""

    url: str
    data: Path
    people: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py on this site's data; return what it says."""
        here = {
            "DATA_DIR": str(self.data),
            "DJANGO_SETTINGS_MODULE": "lms.settings.demo",
        }
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=environment() | here,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def new_person(self, kind: str) -> str:
        """Return the address of a learner, reader or staff whom nobody has used yet.

        They are made in one go, because starting a command takes seconds.
        """
        if not self.people[kind]:
            for line in self.manage("shell", "-v0", "-c", MAKE_PEOPLE).splitlines():
                made, address = line.split()
                self.people[made].append(address)
        return self.people[kind].pop(0)

    def email_to(self, address: str) -> EmailMessage:
        """Return the last e-mail to somebody; pages send before they answer."""
        folder = (self.data / "mail").glob("*.log")
        for path in sorted(
            folder, key=lambda one: one.stat().st_mtime_ns, reverse=True
        ):
            for part in reversed(path.read_text(encoding="utf-8").split("-" * 79)):
                message = message_from_string(part.lstrip(), policy=default)
                if address in (message["To"] or ""):
                    return message
        raise AssertionError(f"No e-mail to {address}.")

    def link_to(self, address: str) -> str:
        """Return the path of the link in the last e-mail to somebody."""
        words = self.email_to(address).get_content()
        return re.search(rf"{re.escape(self.url)}(/\S+)", words)[1]
