"""What is missing before real people may use this installation.

Each check looks at one thing, really trying it where that is possible, and
yields findings in words for the person who installs. Nothing is changed, apart
from a small file that is written and removed in each storage.
"""

import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit

import requests
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core import checks, mail
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus, task_backends
from wagtail.models import Page

from .pdf import REMEDY, pdf_available
from .tasks import answer
from .translations import catalogues

#: Seconds to wait for a worker; an idle one looks for work every second.
WORKER_PATIENCE = 15
SYSTEM_ADMINISTRATOR = "system_administrator"


class State(Enum):
    """What a finding means for the person who installs."""

    FINE = "fine"
    ADVICE = "advice"
    MISSING = "missing"


@dataclass(frozen=True)
class Finding:
    """One thing looked at; the text says what to do when it is not fine."""

    state: State
    subject: str
    text: str = ""


Findings = Iterator[Finding]


def missing(subject: str, text: str) -> Finding:
    """Return a finding that has to be mended first."""
    return Finding(State.MISSING, subject, text)


def advice(subject: str, text: str) -> Finding:
    """Return a finding that some places can live with."""
    return Finding(State.ADVICE, subject, text)


def fine(subject: str, text: str = "") -> Finding:
    """Return a finding about which there is nothing to do."""
    return Finding(State.FINE, subject, text)


def examine() -> Findings:
    """Yield every finding, in the order in which a person would mend them."""
    for check in CHECKS:
        try:
            yield from check()
        except Exception as error:
            # Whatever fails here is a finding, not a reason to stop.
            name = check.__name__.removeprefix("check_").replace("_", " ")
            reason = (str(error) or type(error).__name__).splitlines()[0]
            yield missing(name.capitalize(), f"could not be looked at: {reason}")


# Who may come in, and how


def check_mode() -> Findings:
    """Debug pages show secrets, and demo accounts have a public password."""
    if settings.DEBUG:
        yield missing("Debug mode", "is on. Use lms.settings.production.")
    if settings.DEMO_MODE:
        yield missing("Demo mode", "is on. Use lms.settings.production.")
    emails = [email for email, _ in import_string(settings.DEMO_ACCOUNTS)]
    demo = get_user_model().objects.filter(email__in=emails, is_active=True).count()
    if demo:
        yield missing(
            "Demo accounts",
            f"{demo} of them can sign in here with a public password. "
            "Start with an empty database, or deactivate them.",
        )
    if not (settings.DEBUG or settings.DEMO_MODE or demo):
        yield fine("Demo and debug mode", "off")


def check_secret_key() -> Findings:
    """Sessions and links in e-mails are signed with the key."""
    key = settings.SECRET_KEY
    if len(key) < 50 or len(set(key)) < 5 or key.startswith("django-insecure"):
        yield missing(
            "SECRET_KEY",
            "is too easy to guess. Set it to at least 50 random characters.",
        )
    else:
        yield fine("SECRET_KEY")


def check_hosts() -> Findings:
    """A host that is not ours may not be answered in our name."""
    host = urlsplit(settings.BASE_URL).hostname or ""
    if "*" in settings.ALLOWED_HOSTS or not settings.ALLOWED_HOSTS:
        yield missing(
            "ALLOWED_HOSTS", f"names no host. Set it to the site's own name: {host}"
        )
    elif host not in settings.ALLOWED_HOSTS:
        yield missing(
            "ALLOWED_HOSTS",
            f"is {', '.join(settings.ALLOWED_HOSTS)}, but BASE_URL leads to {host}.",
        )
    else:
        yield fine("ALLOWED_HOSTS", ", ".join(settings.ALLOWED_HOSTS))


def check_https() -> Findings:
    """Passwords travel over the network."""
    if not settings.BASE_URL.startswith("https://"):
        yield missing("HTTPS", f"BASE_URL is {settings.BASE_URL}; write https://...")
    elif not settings.SECURE_SSL_REDIRECT:
        yield advice(
            "HTTPS", "SECURE_SSL_REDIRECT is off; make sure the proxy redirects."
        )
    elif not settings.SESSION_COOKIE_SECURE or not settings.CSRF_COOKIE_SECURE:
        yield missing("HTTPS", "cookies are sent without it; use production settings.")
    else:
        yield fine("HTTPS", settings.BASE_URL)


def check_administrators() -> Findings:
    """Somebody has to let the others in, with more than a password."""
    staff = get_user_model().objects.filter(is_active=True)
    people = staff.filter(memberships__role=SYSTEM_ADMINISTRATOR) | staff.filter(
        is_superuser=True
    )
    administrators = [
        person
        for person in people.distinct()
        if person.is_superuser or person.has_role(SYSTEM_ADMINISTRATOR)
    ]
    protected = set(
        Authenticator.objects.filter(user__in=administrators)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .values_list("user_id", flat=True)
    )
    without = [person.email for person in administrators if person.pk not in protected]
    if not administrators:
        yield missing(
            "Administrator",
            "nobody is one yet. Make the first with: manage.py createsuperuser",
        )
    elif without:
        yield missing(
            "Second factor",
            f"{', '.join(without)} has to sign in and set up an authenticator "
            "app or passkey.",
        )
    else:
        yield fine("Administrators with a second factor", str(len(administrators)))
    if not settings.REQUIRE_SECOND_FACTOR:
        yield missing("Second factor", "is not required; use production settings.")


# What the machines have to give


def check_database() -> Findings:
    """The database answers and is of a kind for many people."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if connection.vendor == "sqlite":
        yield advice(
            "Database",
            "is SQLite: fine for one server and some hundred people. For more, "
            "or for several servers, set DATABASE_URL to PostgreSQL.",
        )
    else:
        yield fine("Database", connection.display_name)


def check_migrations() -> Findings:
    """The tables are those of this version."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield missing("Tables", f"{len(plan)} changes to make: manage.py migrate")
    else:
        yield fine("Tables", "up to date")


def check_content() -> Findings:
    """There is something to read, in every language of the interface."""
    pages = Page.objects.live().filter(depth__gt=2).count()
    if not pages:
        yield missing("Content", "no page is loaded: manage.py load_content")
    else:
        yield fine("Content", f"{pages} pages")
    for path in catalogues():
        if not path.with_suffix(".mo").exists():
            yield missing(
                "Interface texts",
                f"{path.parts[-3]} is not compiled: manage.py compilemessages",
            )


def check_cache() -> Findings:
    """What several processes have to know together has one place."""
    key = f"production-check-{uuid.uuid4()}"
    cache.set(key, "there", 60)
    found = cache.get(key)
    cache.delete(key)
    if found != "there":
        yield missing("Redis", "does not keep what it is given; look at its memory.")
    elif "locmem" in settings.CACHES["default"]["BACKEND"]:
        yield advice(
            "Redis",
            "is not used: each web process keeps a cache of its own. Set REDIS_URL "
            "when there is more than one.",
        )
    else:
        yield fine("Redis")


def check_storage() -> Findings:
    """Files can be written, read and removed, and private ones have no address."""
    content = uuid.uuid4().hex.encode()
    for alias in ("default", "private"):
        storage = storages[alias]
        name = storage.save(f"production-check/{alias}.txt", ContentFile(content))
        try:
            with storage.open(name) as stored:
                kept = stored.read() == content
        finally:
            storage.delete(name)
        if kept:
            yield fine(f"Files ({alias})", "written, read and removed")
        else:
            yield missing(f"Files ({alias})", "what was read is not what was written")


def check_static_files() -> Findings:
    """Style sheets and scripts are where the web server looks."""
    address = staticfiles_storage.url("css/site.css")
    name = address.removeprefix(settings.STATIC_URL)
    if not settings.STATIC_ROOT or not (Path(settings.STATIC_ROOT) / name).is_file():
        yield missing("Style sheets", "are not collected: manage.py collectstatic")
    else:
        yield fine("Style sheets", "collected")


def check_email() -> Findings:
    """Invitations and lost passwords need e-mail."""
    if "smtp" not in settings.EMAIL_BACKEND:
        yield missing("E-mail", "is not sent. Use lms.settings.production.")
        return
    place = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with mail.get_connection():
            pass
    except OSError as error:  # smtplib's errors are OSErrors too
        yield missing(
            "E-mail",
            f"{place} does not take it ({error}). Look at EMAIL_HOST, EMAIL_PORT, "
            "EMAIL_USER, EMAIL_PASSWORD and EMAIL_TLS.",
        )
    else:
        yield fine("E-mail", place)
    if "localhost" in settings.SUPPORT_EMAIL:
        yield missing(
            "SUPPORT_EMAIL", "is not set: nobody learns of a mistake in a text."
        )
    if "localhost" in settings.DEFAULT_FROM_EMAIL:
        yield missing(
            "DEFAULT_FROM_EMAIL",
            f"is {settings.DEFAULT_FROM_EMAIL}; many servers will refuse it. Set it "
            "to an address of yours.",
        )


def check_activity_record() -> Findings:
    """The learning record store answers, where a region has named one."""
    if not settings.XAPI_ACTIVITY:
        return
    if not settings.LRS_ENDPOINT:
        yield advice(
            "Activity record", "is kept here only; LRS_ENDPOINT names no store."
        )
        return
    try:
        # Asks for one statement nobody has: reads nothing, and needs the key.
        found = requests.get(
            f"{settings.LRS_ENDPOINT.rstrip('/')}/statements",
            params={"statementId": str(uuid.uuid4())},
            auth=(settings.LRS_KEY, settings.LRS_SECRET),
            headers={"X-Experience-API-Version": settings.LRS_VERSION},
            timeout=10,
            allow_redirects=False,
        )
    except requests.RequestException as error:
        yield missing("Activity record", f"the store does not answer ({error}).")
        return
    # Every answer of a store names its version (IEEE 9274.1.1, section 4.1.6).
    is_store = "X-Experience-API-Version" in found.headers
    if is_store and found.status_code in (200, 404):
        yield fine("Activity record", urlsplit(settings.LRS_ENDPOINT).hostname)
    elif found.status_code in (401, 403):
        yield advice(
            "Activity record",
            f"the store answers {found.status_code} when asked for a statement. "
            "Look at LRS_KEY and LRS_SECRET, unless the key may only write.",
        )
    else:
        yield missing(
            "Activity record",
            f"the store answers {found.status_code}. Look at LRS_ENDPOINT "
            "and LRS_VERSION.",
        )


def check_pdfs() -> Findings:
    """Certificates are PDF files."""
    if pdf_available():
        yield fine("PDFs")
    else:
        yield missing("PDFs", REMEDY)


def check_worker() -> Findings:
    """Somebody does the background work: a small task comes back done."""
    if "immediate" in settings.TASKS["default"]["BACKEND"]:
        yield advice("Background work", "is done at once, while people wait.")
        return
    result = answer.enqueue()
    backend = task_backends["default"]
    deadline = time.monotonic() + WORKER_PATIENCE
    while time.monotonic() < deadline:
        if backend.get_result(result.id).status == TaskResultStatus.SUCCESSFUL:
            yield fine("Background work")
            return
        time.sleep(0.5)
    yield missing(
        "Background work",
        f"no worker took a task within {WORKER_PATIENCE} seconds. Start one: "
        "manage.py db_worker",
    )


def check_django() -> Findings:
    """What Django itself has to say about a deployment."""
    said = checks.run_checks(include_deployment_checks=True)
    serious = [message for message in said if message.level >= checks.WARNING]
    for message in serious:
        yield missing(f"Django ({message.id})", str(message.msg).replace("\n", " "))
    if not serious:
        yield fine("Django's own checks")


CHECKS: tuple[Callable[[], Findings], ...] = (
    check_mode,
    check_secret_key,
    check_hosts,
    check_https,
    check_database,
    check_migrations,
    check_content,
    check_administrators,
    check_cache,
    check_storage,
    check_static_files,
    check_email,
    check_activity_record,
    check_pdfs,
    check_worker,
    check_django,
)
