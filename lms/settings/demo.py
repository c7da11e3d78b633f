"""One command, one machine, invented people: what `make run` starts.

Runs like production where a visitor can tell the difference (no debug pages,
one stylesheet), without what needs a second service.
"""

from .base import *
from .base import DATA_DIR
from .env import env_list
from .secret import secret_key_in

DEMO_MODE = True
SECRET_KEY = secret_key_in(DATA_DIR)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ("*",))
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
