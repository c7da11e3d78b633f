"""Change the key that signs credentials."""

from django.core.management import BaseCommand

from lms.learning.credentials.keys import rotate_key


class Command(BaseCommand):
    """`manage.py rotate_credential_key`: a new key from now on; the old one verifies."""

    help = (
        "Retire the key that signs credentials and make a new one. What the old "
        "one signed stays valid: its public half stays published."
    )

    def handle(self, *args, **options):
        key = rotate_key()
        self.stdout.write(f"New certificates are signed with {key.public}.")
