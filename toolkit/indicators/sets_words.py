"""What pages say about a set: criteria, profiles, what is missing, and why."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from toolkit.indicators import choosing

CRITERIA = {
    "relevance": gettext_lazy("relevance"),
    "availability": gettext_lazy("availability"),
    "quality": gettext_lazy("quality"),
    "low_cost": gettext_lazy("low cost"),
}
#: What each criterion asks.
ASKED = {
    "relevance": gettext_lazy("Do decisions in the country need this figure?"),
    "availability": gettext_lazy("Is it recorded today, everywhere in the country?"),
    "quality": gettext_lazy("Can the figure be trusted as it is recorded?"),
    "low_cost": gettext_lazy("Is it cheap to get? 5 costs next to nothing."),
}
PROFILES = {
    "origin": gettext_lazy("Country of origin: people leave to live or work abroad"),
    "transit": gettext_lazy("Country of transit: people cross it on their way"),
    "destination": gettext_lazy("Country of destination: people come to live or work"),
    "protection": gettext_lazy("Host: displaced people find protection here"),
}
#: The same in a word, where a candidate is suggested.
PROFILE_NAMES = {
    "origin": gettext_lazy("origin"),
    "transit": gettext_lazy("transit"),
    "destination": gettext_lazy("destination"),
    "protection": gettext_lazy("protection"),
}
MATRIX = {
    "definition": gettext_lazy("definition"),
    "unit": gettext_lazy("unit"),
    "reference_period": gettext_lazy("reference period"),
    "breakdowns": gettext_lazy("breakdowns"),
    "source_note": gettext_lazy("source"),
    "method": gettext_lazy("method"),
    "limits": gettext_lazy("known limits"),
    "frequency": gettext_lazy("frequency"),
    "release_rule": gettext_lazy("release rule"),
}


def balance_words(reason: str, count: int) -> str:
    """Return why a choice of so many indicators is not as it must be."""
    if reason == choosing.TOO_MANY:
        over = count - choosing.MOST
        return ngettext(
            "%(count)d indicators are ticked; a minimum set has at most %(most)d, so "
            "that each of them can be kept well every period. Untick %(over)d.",
            "%(count)d indicators are ticked; a minimum set has at most %(most)d, so "
            "that each of them can be kept well every period. Untick %(over)d of them.",
            over,
        ) % {"count": count, "most": choosing.MOST, "over": over}
    if reason == choosing.TOO_FEW:
        return ngettext(
            "%(count)d indicator is ticked; a minimum set has at least %(fewest)d, "
            "because fewer do not show migration as a whole. Tick %(more)d more.",
            "%(count)d indicators are ticked; a minimum set has at least %(fewest)d, "
            "because fewer do not show migration as a whole. Tick %(more)d more.",
            count,
        ) % {
            "count": count,
            "fewest": choosing.FEWEST,
            "more": choosing.FEWEST - count,
        }
    return {
        choosing.NO_STOCK: _(
            "No stock is chosen. At least one indicator must say how many people are "
            "in the country on a day."
        ),
        choosing.NO_FLOW: _(
            "No flow is chosen. At least one indicator must say how many come, go or "
            "apply in a period."
        ),
        choosing.NOT_BY_SEX: _(
            "No indicator by sex is chosen. At least one must show women and men apart."
        ),
    }[reason]


def missing_words(one: choosing.Missing, count: int = 0) -> str:
    """Return what keeps a set, or one of its rows, from counting."""
    if one.reason == choosing.NO_OWNER:
        return _(
            "%(code)s has no owner. Choose the institution that answers for the figure."
        ) % {"code": one.code}
    if one.reason == choosing.NO_SOURCE:
        return _(
            "%(code)s has no source. Tick at least one source of the inventory."
        ) % {"code": one.code}
    if one.reason == choosing.NOT_AGREED:
        return _("%(code)s is complete, but its owner has not agreed to it yet.") % {
            "code": one.code
        }
    if one.field:
        return _("%(code)s: the field “%(field)s” is empty.") % {
            "code": one.code,
            "field": MATRIX[one.field],
        }
    return balance_words(one.reason, count)


def short_words(one: choosing.Missing) -> str:
    """Return what a row lacks, where the indicator is named beside it."""
    if one.reason == choosing.NO_OWNER:
        return _("no owner")
    if one.reason == choosing.NO_SOURCE:
        return _("no source")
    return str(MATRIX[one.field])


def points_words(parts) -> str:
    """Return how a score was computed: "5 × 40 % + 4 × 30 % + ..."."""
    terms = (
        # Translators: a score and its weight, "5 × 40 %".
        _("%(score)d × %(weight)d %%") % {"score": part.score, "weight": part.weight}
        for part in parts
    )
    return " + ".join(terms)


def weights_words(total: int) -> str:
    """Return that the weights do not make 100, and what to do."""
    if total > choosing.WHOLE:
        return _(
            "The weights make %(total)d %%. They must make 100 %%: take %(rest)d away."
        ) % {"total": total, "rest": total - choosing.WHOLE}
    return _("The weights make %(total)d %%. They must make 100 %%: add %(rest)d.") % {
        "total": total,
        "rest": choosing.WHOLE - total,
    }
