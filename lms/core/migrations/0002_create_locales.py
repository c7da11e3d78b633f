from django.conf import settings
from django.db import migrations


def create_locales(apps, schema_editor):
    locale = apps.get_model("wagtailcore", "Locale")
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        locale.objects.get_or_create(language_code=code)


class Migration(migrations.Migration):
    """Every language of the site has a page tree, even while it is empty."""

    dependencies = [("core", "0001_initial")]

    operations = [migrations.RunPython(create_locales, migrations.RunPython.noop)]
