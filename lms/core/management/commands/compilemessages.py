"""Make the interface's languages readable, without native gettext tools."""

from django.core.management import BaseCommand

from lms.core.translations import compile_messages


class Command(BaseCommand):
    """`manage.py compilemessages`, in place of Django's, which needs msgfmt."""

    help = "Compile the catalogues that have changed."
    requires_system_checks = ()

    def handle(self, *args, **options):
        for path in compile_messages():
            self.stdout.write(f"{path.parts[-3]}: compiled")
