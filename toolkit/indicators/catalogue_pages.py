"""The catalogue as people read it: searched, narrowed, one indicator with everything."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.maturity.showing import said
from assessments.questions.languages import texts_of
from lms.accounts.models import Institution
from lms.accounts.views.access import active_filters
from toolkit.network.entering import own_country

from .models import CatalogueVersion, DataSource, Indicator
from .searching import has_each_word

_ROLES = {
    "dimension": gettext_lazy("dimension"),
    "measure": gettext_lazy("measure"),
    "attribute": gettext_lazy("attribute"),
}


class CatalogueFilter(forms.Form):
    """What narrows the catalogue; every field may stay empty."""

    q = forms.CharField(
        label=gettext_lazy("Words in name, definition, code or goals"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"),
        required=False,
        choices=[("", gettext_lazy("All topics")), *Indicator.Topic.choices],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("All kinds")), *Indicator.Kind.choices],
    )
    pack = forms.ChoiceField(label=gettext_lazy("Pack"), required=False)
    owner = forms.ChoiceField(
        label=gettext_lazy("Usual owner"),
        required=False,
        choices=[("", gettext_lazy("All institutions")), *Institution.Kind.choices],
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Breakdown by sex"),
        required=False,
        choices=[
            ("", gettext_lazy("With or without")),
            ("yes", gettext_lazy("With a breakdown by sex")),
            ("no", gettext_lazy("Without a breakdown by sex")),
        ],
    )

    def __init__(self, *args, packs: list[dict], **options):
        super().__init__(*args, **options)
        self.fields["pack"].choices = [
            ("", _("All packs")),
            *((pack["key"], pack["name"]) for pack in packs),
        ]

    @property
    def wanted(self) -> dict:
        """Return what was asked for; what is wrong counts as empty."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def keeps(self, indicator: Indicator) -> bool:
        """Return whether an indicator is in the list."""
        wanted = self.wanted
        if "sex" in wanted and indicator.by_sex != (wanted["sex"] == "yes"):
            return False
        if "pack" in wanted and wanted["pack"] not in indicator.packs:
            return False
        if "owner" in wanted and wanted["owner"] not in indicator.owner_kinds:
            return False
        if wanted.get("topic", indicator.topic) != indicator.topic:
            return False
        if wanted.get("kind", indicator.kind) != indicator.kind:
            return False
        return has_words(indicator, wanted.get("q", ""))


def has_words(indicator: Indicator, question: str) -> bool:
    """Return whether each word is in code, name, definition or goals, in any language."""
    texts = [indicator.code, indicator.goals]
    for value in (indicator.name, indicator.definition):
        texts += texts_of(value).values()
    return has_each_word(question, texts)


def packs_shown(head: CatalogueVersion | None) -> list[dict]:
    """Return the packs with name and for whom in the reader's language."""
    return [
        {
            "key": pack["key"],
            "name": said(pack["name"]),
            "audience": said(pack["audience"]),
        }
        for pack in (head.packs if head else [])
    ]


def catalogue_context(request) -> dict:
    """What the page of the catalogue needs: two queries."""
    head = CatalogueVersion.objects.first()
    packs = packs_shown(head)
    form = CatalogueFilter(request.GET, packs=packs)
    rows = [one for one in Indicator.objects.filter(is_active=True) if form.keeps(one)]
    chosen = form.wanted.get("pack")
    count = ngettext("%(count)s indicator", "%(count)s indicators", len(rows))
    return {
        "head": head,
        "title": said(texts_of(head.title)) if head else "",
        "summary": said(texts_of(head.summary)) if head else "",
        "source": said(texts_of(head.source)) if head else "",
        "filter": form,
        "active": active_filters(request, form, request.path),
        "count": count % {"count": len(rows)},
        "pack": next((one for one in packs if one["key"] == chosen), None),
        "packs": packs,
        "rows": [
            {
                "indicator": one,
                "name": said(texts_of(one.name)),
                "owner": said(texts_of(one.usual_owner)),
                "periodicity": said(texts_of(one.periodicity)),
            }
            for one in rows
        ],
    }


def indicator_context(indicator: Indicator, user) -> dict:
    """What the page of one indicator needs."""
    head = CatalogueVersion.objects.first()
    own = [_concept(entry) for entry in indicator.concepts]
    return {
        "indicator": indicator,
        "name": said(texts_of(indicator.name)),
        "definition": said(texts_of(indicator.definition)),
        "facts": _facts(indicator),
        "pitfalls": pitfalls_of(indicator),
        "check": said(texts_of(indicator.check_rule)),
        "own_concepts": own,
        "structure": [
            _concept(entry, own) for entry in (head.structure if head else [])
        ],
        "packs": [pack for pack in packs_shown(head) if pack["key"] in indicator.packs],
        **_neighbours(indicator),
        **_sources(indicator, user),
    }


def pitfalls_of(indicator: Indicator) -> list:
    """Return the pitfalls one by one, each in the language it has."""
    texts = texts_of(indicator.pitfalls)
    lines = {code: text.splitlines() for code, text in texts.items()}
    most = max(map(len, lines.values()), default=0)
    return [
        said(
            {code: found[place] for code, found in lines.items() if place < len(found)}
        )
        for place in range(most)
    ]


def _facts(indicator: Indicator) -> list[dict]:
    by_sex = _("yes") if indicator.by_sex else _("no")
    facts = [
        (_("Topic"), indicator.get_topic_display()),
        (_("Kind"), indicator.get_kind_display()),
        (_("Unit"), said(texts_of(indicator.unit))),
        (_("Breakdowns"), said(texts_of(indicator.breakdowns)) or _("none")),
        (_("Breakdown by sex"), by_sex),
        (_("Usual source"), said(texts_of(indicator.usual_source))),
        (_("Usual owner"), said(texts_of(indicator.usual_owner))),
        (_("How often"), said(texts_of(indicator.periodicity))),
        (_("Law or standard"), said(texts_of(indicator.reference))),
        (_("Goals it serves"), indicator.goals),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def _concept(entry: dict, own: list[dict] = ()) -> dict:
    codes = [
        {"code": one["code"], "name": said(one["name"])}
        for one in entry.get("codes", [])
    ]
    return {
        "concept": entry["concept"],
        "role": _ROLES.get(entry["role"], entry["role"]),
        "means": said(entry["means"]),
        "codes": codes,
        # What this indicator says about a concept that all of them have.
        "here": next(
            (one["means"] for one in own if one["concept"] == entry["concept"]), ""
        ),
    }


def _neighbours(indicator: Indicator) -> dict:
    codes = list(
        Indicator.objects.filter(is_active=True).values_list("code", flat=True)
    )
    if indicator.code not in codes:
        return {}
    place = codes.index(indicator.code)
    return {
        "previous": codes[place - 1] if place else None,
        "next": codes[place + 1] if place + 1 < len(codes) else None,
    }


def _sources(indicator: Indicator, user) -> dict:
    """Return the sources of the reader's own country on the same topic."""
    country = own_country(user) if user.is_authenticated else None
    if country is None:
        return {}
    rows = DataSource.objects.visible_to(user).of_country(country).kept().by_owner()
    return {
        "country": country,
        "sources_url": reverse("indicators:sources", args=[country.iso3.lower()]),
        "sources": [one for one in rows if indicator.topic in one.topics],
    }
