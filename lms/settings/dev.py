"""A developer's machine: debug pages, e-mail on the screen."""

from .base import *
from .base import DATA_DIR
from .env import env_bool
from .secret import secret_key_in

DEBUG = True
DEMO_MODE = env_bool("DEMO_MODE", default=True)
SECRET_KEY = secret_key_in(DATA_DIR)
ALLOWED_HOSTS = ["*"]
# Served from where they are; nothing is collected.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
