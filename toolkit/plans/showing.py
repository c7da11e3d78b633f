"""An action library as people read it: every text in the language that it has."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.maturity.instrument import Framework
from assessments.maturity.models import FrameworkVersion
from assessments.maturity.showing import language_of_page, said
from assessments.questions.languages import pick
from toolkit.plans.library import Action, Library
from toolkit.plans.models import Action as ActionRow

#: How an action comes back after its first time, in words.
REPEATS = {
    "quarterly": gettext_lazy("then every quarter"),
    "half_yearly": gettext_lazy("then twice a year"),
    "yearly": gettext_lazy("then every year"),
    "three_yearly": gettext_lazy("then every three years"),
    "each_round": gettext_lazy("then in each round"),
}


@dataclass(frozen=True)
class ShownLift:
    """A question and the levels it is lifted to, in words."""

    question: str
    title: str
    words: str


@dataclass(frozen=True)
class ShownAction:
    """One action with its texts; ``facts``: pairs for a list of facts."""

    id: str
    title: str
    pillar: str
    first_year: bool
    lifts: list[ShownLift]
    needs: list[tuple[str, str]]
    after: list[tuple[str, str]]
    facts: list[dict]
    modules: tuple[str, ...]


class ActionFilter(forms.Form):
    """What narrows the list of actions; every field may stay empty."""

    dimension = forms.ChoiceField(label=gettext_lazy("Dimension"), required=False)
    pillar = forms.ChoiceField(
        label=gettext_lazy("Pillar"),
        required=False,
        choices=[("", gettext_lazy("All actions")), *ActionRow.Pillar.choices],
    )

    def __init__(self, *args, framework: Framework | None, **options):
        super().__init__(*args, **options)
        self.framework = framework
        language = language_of_page()
        self.fields["dimension"].choices = [
            ("", _("All dimensions")),
            *(
                (one.id, f"{one.id} · {pick(one.title, language)}")
                for one in (framework.dimensions if framework else ())
            ),
        ]

    @cached_property
    def wanted(self) -> dict:
        """What was asked for; what is wrong counts as empty."""
        self.full_clean()
        return getattr(self, "cleaned_data", {})

    def active(self, path: str) -> list[dict]:
        """What narrows the list now, each with the address without it."""
        chosen = {name: value for name, value in self.wanted.items() if value}
        found = []
        for name, value in chosen.items():
            rest = {key: other for key, other in chosen.items() if key != name}
            words = dict(self.fields[name].choices)[value]
            query = f"?{urlencode(rest)}" if rest else ""
            found.append({"text": words, "remove_url": path + query})
        return found

    def keeps(self, action: Action) -> bool:
        """Whether an action is in the list."""
        pillar, dimension = self.wanted.get("pillar"), self.wanted.get("dimension")
        if pillar and action.pillar != pillar:
            return False
        if not dimension:
            return True
        asked = {
            question.id
            for one in self.framework.dimensions
            if one.id == dimension
            for question in one.questions
        }
        return any(lift.question in asked for lift in action.lifts)


def library_context(library: Library | None, asked, path: str) -> dict:
    """What the page of the library needs; ``asked``: what stands in the address."""
    if library is None:
        return {"library": None}
    row = FrameworkVersion.objects.published().called(library.framework).first()
    framework = row.instrument() if row else None
    filter_form = ActionFilter(asked, framework=framework)
    kept = [one for one in library.actions if filter_form.keeps(one)]
    narrowed = any(filter_form.wanted.values())
    generic = [] if narrowed else library.generic
    return {
        "library": library,
        "title": said(library.title),
        "plain_title": pick(library.title, language_of_page()),
        "summary": said(library.summary),
        "source": said(library.source),
        "filter": filter_form,
        "active": filter_form.active(path),
        "count": ngettext("%(count)s action", "%(count)s actions", len(kept))
        % {"count": len(kept)},
        "areas": [
            {"key": key, "name": said(name), "actions": actions}
            for key, name in library.areas.items()
            if (
                actions := [
                    _shown(library, framework, one) for one in kept if one.area == key
                ]
            )
        ],
        "generic": [
            {
                "id": one.id,
                "title": said(_with_dots(one.title)),
                "facts": _facts(library, one),
            }
            for one in generic
        ],
    }


def _shown(library: Library, framework: Framework | None, action: Action):
    return ShownAction(
        id=action.id,
        title=said(action.title),
        pillar=str(dict(ActionRow.Pillar.choices).get(action.pillar, "")),
        first_year=action.first_year,
        lifts=[
            ShownLift(
                one.question, _question_title(framework, one.question), _levels(one)
            )
            for one in action.lifts
        ],
        needs=[_named(library, one) for one in action.needs],
        after=[_named(library, one) for one in action.after],
        facts=_facts(library, action),
        modules=action.modules,
    )


def _facts(library: Library, action) -> list[dict]:
    duration = ngettext("%(count)s quarter", "%(count)s quarters", action.quarters) % {
        "count": action.quarters
    }
    found = [
        {"label": _("Responsible"), "value": _who(library, action.responsible)},
        {
            "label": _("Takes"),
            "value": duration,
            "second": REPEATS.get(getattr(action, "repeat", "")),
        },
        {
            "label": _("Effort"),
            "value": dict(ActionRow.Effort.choices)[action.effort],
        },
        {"label": _("Done when"), "value": said(action.criterion)},
        {"label": _("Deliverable"), "value": said(action.deliverable)},
    ]
    if supporting := getattr(action, "supporting", ()):
        found.insert(
            1, {"label": _("Supported by"), "value": _who(library, supporting)}
        )
    return found


def _who(library: Library, keys) -> str:
    language = language_of_page()
    return "; ".join(pick(library.roles[key], language) for key in keys)


def _named(library: Library, name: str) -> tuple[str, str]:
    return name, said(library.by_id[name].title)


def _question_title(framework: Framework | None, question: str) -> str:
    found = framework.by_id.get(question) if framework else None
    return said(found.title) if found else ""


def _levels(lift) -> str:
    if len(lift.levels) == 1:
        return _("to level %(level)s") % {"level": lift.levels[0]}
    return _("to levels %(first)s and %(last)s") % {
        "first": lift.levels[0],
        "last": lift.levels[-1],
    }


def _with_dots(texts):
    return {
        language: text.replace("{question}", "…") for language, text in texts.items()
    }
