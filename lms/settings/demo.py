"""One command, one machine, invented people: what `make run` starts.

Runs like production where a visitor can tell the difference (no debug pages,
one stylesheet), without what needs a second service.
"""

from .base import *
from .base import DATA_DIR, TASKS
from .env import env_int, env_list, env_text
from .secret import secret_key_in

DEMO_MODE = True
# Where `manage.py demo` listens; links in e-mails and on certificates follow.
HOST = env_text("HOST") or "127.0.0.1"
PORT = env_int("PORT", 8000, low=1, high=65535)
BASE_URL = env_text("BASE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
WAGTAILADMIN_BASE_URL = BASE_URL
SECRET_KEY = secret_key_in(DATA_DIR)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ("*",))
# Served from where they are; nothing is collected.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
# Nobody waits for two thousand certificates with the page open.
TASKS = TASKS | {"long": {"BACKEND": "lms.core.background.ThreadBackend"}}
