"""What the pages of batches say."""

from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.learning.batch_forms import Preview
from lms.learning.batches import REASONS, Order
from lms.learning.certificate_lines import title_line
from lms.learning.models import Certificate, IssueBatch
from modules.outline import module_outline
from modules.paths import learning_path

#: So many of those who got none are named on the page.
NAMED = 200


@dataclass(frozen=True)
class Failure:
    """Somebody who got no certificate, and why, in words."""

    name: str
    reason: str


def line_of(batch: IssueBatch) -> str:
    """Return what a batch makes, in one line, in the active language."""
    if batch.work == IssueBatch.Work.FILES:
        return _("Missing PDF files of certificates")
    find = learning_path if batch.scope == "path" else module_outline
    found = find(batch.key, get_language())
    return _line(batch.kind, batch.scope, batch.key, found)


def order_line(order: Order) -> str:
    """Return the same for an order that is still to be confirmed."""
    return _line(order.kind, order.scope, order.what.key, order.what)


def _line(kind: str, scope: str, key: str, found) -> str:
    title = found.title if found else key
    words = {
        "kind": Certificate.Kind(kind).label,
        "title": title_line({"scope": scope, "module_key": key, "module_title": title}),
    }
    return _("%(kind)s · %(title)s") % words


def numbers_of(preview: Preview) -> list[str]:
    """Return in sentences whom an order reaches."""
    new, have = len(preview.new), len(preview.people) - len(preview.new)
    lines = [
        ngettext(
            "%(count)s person gets a new certificate.",
            "%(count)s people get a new certificate.",
            new,
        )
        % {"count": new}
    ]
    if have:
        lines.append(
            ngettext(
                "%(count)s person has had one before and gets none.",
                "%(count)s people have had one before and get none.",
                have,
            )
            % {"count": have}
        )
    return lines


def failures_of(batch: IssueBatch) -> list[Failure]:
    """Return those who got none, by name; at most NAMED of them."""
    rows = batch.failed[:NAMED]
    keys = [one["pk"] for one in rows]
    if batch.work == IssueBatch.Work.FILES:
        names = dict(Certificate.objects.filter(pk__in=keys).values_list("pk", "code"))
    else:
        names = {one.pk: one.display_name for one in User.objects.filter(pk__in=keys)}
    return [
        Failure(names.get(one["pk"], "–"), str(REASONS.get(one["reason"], "")))
        for one in rows
    ]
