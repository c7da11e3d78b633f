"""The test suite: fast hashing, e-mail in memory, files in a temporary folder."""

import tempfile
from pathlib import Path

from .base import *
from .base import STORAGES

DEMO_MODE = False
SECRET_KEY = "only-for-tests"
DATA_DIR = Path(tempfile.mkdtemp(prefix="streetlight-test-"))
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = STORAGES | {
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "private", "base_url": None},
    }
}
BASE_URL = "http://testserver"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Served from where they are; nothing is collected.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
AXES_ENABLED = True
