"""A region's servers: everything by environment variables (docs/deploy.md)."""

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import CACHES, INSTALLED_APPS, STORAGES
from .env import env_bool, env_int, env_list, env_required, env_text

if env_bool("DEMO_MODE"):
    raise ImproperlyConfigured(
        "DEMO_MODE is on. Demo accounts have a public password and must never "
        "meet real people's data. Remove DEMO_MODE, or start `manage.py demo`."
    )

SECRET_KEY = env_required("SECRET_KEY")
# Keys used before: what they signed or encrypted is still read.
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
BASE_URL = env_required("BASE_URL").rstrip("/")
WAGTAILADMIN_BASE_URL = BASE_URL
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS") or [BASE_URL.split("//", 1)[-1].split(":")[0]]
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", (BASE_URL,))
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

REQUIRE_SECOND_FACTOR = True
TRUSTED_PROXIES = env_int("TRUSTED_PROXIES", 1, low=0, high=5)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz/$", r"^readyz/$"]
SECURE_HSTS_SECONDS = env_int("HSTS_SECONDS", 31_536_000, low=0, high=63_072_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env_bool("HSTS_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env_bool("HSTS_PRELOAD", default=True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"

if env_text("REDIS_URL"):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": env_text("REDIS_URL"),
            "KEY_PREFIX": "streetlight",
        }
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "lms.core.staticfiles.ManifestStorage"}
}
if env_text("S3_BUCKET"):
    S3 = {
        "bucket_name": env_text("S3_BUCKET"),
        "endpoint_url": env_text("S3_ENDPOINT_URL") or None,
        "region_name": env_text("S3_REGION") or None,
        "access_key": env_text("S3_ACCESS_KEY") or None,
        "secret_key": env_text("S3_SECRET_KEY") or None,
        "file_overwrite": False,
    }
    STORAGES = STORAGES | {
        "default": {
            "BACKEND": "lms.core.object_storage.PublicFiles",
            "OPTIONS": S3 | {"location": "media"},
        },
        "private": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": S3 | {"location": "private", "default_acl": "private"},
        },
    }

INSTALLED_APPS = [*INSTALLED_APPS, "django_tasks_db"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env_text("EMAIL_HOST", "localhost")
EMAIL_PORT = env_int("EMAIL_PORT", 587, low=1, high=65535)
EMAIL_HOST_USER = env_text("EMAIL_USER")
EMAIL_HOST_PASSWORD = env_text("EMAIL_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
