"""Settings that hold everywhere, safe by default.

The other modules of this package import everything from here and change what
their place needs: dev (a developer's machine), test, demo (one command, one
machine, invented people) and production.
"""

from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE

from .database import database_settings
from .env import env_address, env_bool, env_list, env_path, env_text

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = env_path("DATA_DIR", BASE_DIR / "data")

# Core
DEBUG = False
DEMO_MODE = False
SITE_NAME = "Streetlight"
BASE_URL = env_text("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "toolkit.network",
    "toolkit.indicators",
    "toolkit.plans",
    "lms.learning",
    "modules",
    "assessments.quizzes",
    "assessments.maturity",
    "assessments.questions",
    "lms.accounts",
    "lms.core",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "polymorphic",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_tasks",
    "rosetta",
    "django.contrib.humanize",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lms.core.middleware.UnchangedPage",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "lms.core.middleware.ContentSecurityPolicyByPath",
    "allauth.account.middleware.AccountMiddleware",
    "lms.accounts.middleware.PersonLanguage",
    "lms.accounts.middleware.SecondFactorRequired",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                ("django.template.loaders.cached.Loader", ["lms.core.compact.Loader"])
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lms.core.context.site",
                "lms.accounts.context.navigation",
            ],
        },
    },
]

# Databases and caches
DATABASES = {"default": database_settings(DATA_DIR)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", **extra}
    for name, extra in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"OPTIONS": {"min_length": 10}}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "learning:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
REQUIRE_SECOND_FACTOR = False
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "lms.core.errors.csrf_failure"

ACCOUNT_ADAPTER = "lms.accounts.adapter.AccountAdapter"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "lms.accounts.forms.SignUpDetailsForm"
ACCOUNT_FORMS = {
    "add_email": "lms.accounts.sign_in_forms.AddEmailForm",
    "change_password": "lms.accounts.sign_in_forms.ChangePasswordForm",
    "login": "lms.accounts.sign_in_forms.LoginForm",
    "reauthenticate": "lms.accounts.sign_in_forms.ReauthenticateForm",
    "reset_password": "lms.accounts.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "lms.accounts.sign_in_forms.ResetPasswordKeyForm",
    "set_password": "lms.accounts.sign_in_forms.SetPasswordForm",
    "signup": "lms.accounts.sign_in_forms.SignupForm",
}
MFA_FORMS = {
    "activate_totp": "lms.accounts.sign_in_forms.ActivateTOTPForm",
    "add_webauthn": "lms.accounts.sign_in_forms.AddWebAuthnForm",
    "authenticate": "lms.accounts.sign_in_forms.AuthenticateForm",
    "authenticate_webauthn": "lms.accounts.sign_in_forms.AuthenticateWebAuthnForm",
    "edit_webauthn": "lms.accounts.sign_in_forms.EditWebAuthnForm",
    "login_webauthn": "lms.accounts.sign_in_forms.LoginWebAuthnForm",
    "reauthenticate": "lms.accounts.sign_in_forms.ReauthenticateWithCodeForm",
    "reauthenticate_webauthn": "lms.accounts.sign_in_forms.ReauthenticateWebAuthnForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = BASE_URL.split(":", 1)[0]
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
#: Half minutes by which a telephone's clock may differ, or its owner be slow
#: (RFC 6238, section 5.2). A code that was used is refused all the same.
MFA_TOTP_TOLERANCE = 1
#: A new address can be confirmed by those who have a second factor too.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "lms.accounts.adapter.SecondFactorAdapter"

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "lms.accounts.lockout.locked_out"
AXES_CLIENT_IP_CALLABLE = "lms.accounts.lockout.client_ip"
AXES_USERNAME_CALLABLE = "lms.accounts.lockout.sign_in_name"
#: A try during the lockout does not lengthen it: the page says when it ends.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
#: Sign-ins are in our own activity log.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
#: How many proxies of our own stand before the application.
TRUSTED_PROXIES = 0

# Languages
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("ru", "Русский"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ar", "العربية"),
]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "lms.core.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
ROSETTA_ACCESS_CONTROL_FUNCTION = "lms.accounts.permissions.can_translate"
ROSETTA_LANGUAGE_GROUPS = True
ROSETTA_SHOW_AT_ADMIN_PANEL = False

# Files
STATIC_URL = "/static/"
STATIC_ROOT = env_path("STATIC_ROOT", BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "lms.core.staticfiles.BundleFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Certificates and uploads: never served by address, only through a view.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "private", "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
#: Largest file a person may send, in bytes.
UPLOAD_LIMIT = 20 * 1024 * 1024

# Wagtail
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_FRONTEND_LOGIN_URL = "/en/account/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES = []
WAGTAILDOCS_DOCUMENT_FORM_BASE = "lms.core.document_forms.CheckedDocumentForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "pdf", "pptx", "xlsx"]
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILEMBEDS_FINDERS = []
TAGGIT_CASE_INSENSITIVE = True

# Security
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "media-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
#: The content management area: its editor needs inline scripts and styles.
CMS_PATH = "/cms/"
CMS_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "base-uri": [NONE],
    "connect-src": [SELF],
    "font-src": [SELF, "data:"],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "frame-src": [SELF],
    "img-src": [SELF, "data:", "blob:"],
    "object-src": [NONE],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
}

# Background work and e-mail
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = env_text(
    "DEFAULT_FROM_EMAIL", "Streetlight <streetlight@localhost>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
#: Where readers report a mistake in a text.
SUPPORT_EMAIL = env_text("SUPPORT_EMAIL", "support@localhost")

#: Dotted name of the function that returns whose texts somebody may mark.
MARKED_LEARNERS = "lms.learning.permissions.learners_to_mark"

#: The folder with one folder per module.
MODULE_CONTENT_DIR = BASE_DIR / "modules" / "content"
FRAMEWORK_CONTENT_DIR = BASE_DIR / "assessments" / "maturity" / "content"
ACTION_CONTENT_DIR = BASE_DIR / "toolkit" / "plans" / "content"
INDICATOR_CONTENT_DIR = BASE_DIR / "toolkit" / "indicators" / "content"
# The framework that /framework/ shows and new rounds begin with.
FRAMEWORK_KEY = "migdata-maturity"
# Content files that load_content reads, in this order.
CONTENT_LOADERS = [
    "load_pages",
    "load_countries",
    "load_modules",
    "load_framework",
    "load_actions",
    "load_indicators",
]
DEMO_LOADERS = [
    "load_demo_people",
    "load_demo_learning",
    "load_demo_rounds",
    "load_demo_record",
    "load_demo_plans",
]
# Dotted names, because this module imports no room: pairs of e-mail address and
# role for people to try, and the one password they share.
DEMO_ACCOUNTS = "lms.accounts.demo.DEMO_ACCOUNTS"
DEMO_PASSWORD = "lms.accounts.demo.DEMO_PASSWORD"  # noqa: S105 - a name, not a secret
REGISTRATION_OPEN = env_bool("REGISTRATION_OPEN", default=True)

# The activity record (docs/activity.md): off unless a region asks for it.
XAPI_ACTIVITY = env_bool("XAPI_ACTIVITY")
LRS_ENDPOINT = env_address("LRS_ENDPOINT")
LRS_KEY = env_text("LRS_KEY")
LRS_SECRET = env_text("LRS_SECRET")
LRS_VERSION = env_text("LRS_VERSION", "1.0.3")

SILENCED_SYSTEM_CHECKS = [
    # Private files have no address on purpose.
    "wagtailadmin.W003",
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "streetlight": {"level": "INFO"},
        "axes": {"level": "ERROR"},
    },
}
