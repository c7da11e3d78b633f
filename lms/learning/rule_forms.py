"""Forms of the rules of completion: one a kind, each gives parameters of a rule."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.learning import rules
from lms.learning.models import RULE_REASON_LENGTH

_PERCENT = {
    "invalid": _("Write a whole number, for example 80."),
    "min_value": _("Write a number from %(limit_value)s on."),
    "max_value": _("Write a number up to %(limit_value)s."),
}


class RuleForm(forms.Form):
    """What all have: the reason, and the check that the rule asks something."""

    #: The kind of rule, and what to say when it asks for nothing.
    kind = ""
    asks_nothing = _("Choose at least one thing. Otherwise nothing has to be done.")

    reason = forms.CharField(
        label=_("Why the rule changes"),
        help_text=_("Stands in the history of the rules and in the activity log."),
        max_length=RULE_REASON_LENGTH,
        error_messages={"required": _("Write why the rule changes.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, module_key: str = "", **kwargs):
        """Remember for which module the rule is, if for one alone."""
        self.module_key = module_key
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "reason"])

    def clean(self):
        """Refuse a rule that asks for nothing."""
        cleaned = super().clean()
        if not self.errors:
            try:
                rules.make_rule(self.kind, self.parameters, module_key=self.module_key)
            except rules.RuleInvalid as error:
                raise forms.ValidationError(self.asks_nothing) from error
        return cleaned

    @property
    def parameters(self) -> dict:
        """Return the parameters of the rule (see rules.make_rule)."""
        raise NotImplementedError


class LessonRuleForm(RuleForm):
    """When a lesson is complete."""

    kind = rules.LESSON
    asks_nothing = _(
        "Ask for reading or for the questions. Otherwise a lesson is complete before "
        "it is opened."
    )

    read = forms.BooleanField(label=_("The lesson is marked as read"), required=False)
    check = forms.ChoiceField(
        label=_("The questions of the lesson"),
        choices=[
            (rules.NOT_ASKED, _("need not be answered")),
            (rules.ANSWERED, _("are all answered, right or wrong")),
            (rules.RIGHT, _("are answered, and enough of them right")),
        ],
        widget=forms.RadioSelect,
    )
    right_percent = forms.IntegerField(
        label=_("How many have to be right, in percent"),
        help_text=_("Only where enough of them have to be right. For example 80."),
        required=False,
        min_value=1,
        max_value=100,
        error_messages=_PERCENT,
        widget=forms.NumberInput(attrs={"class": "w-number"}),
    )

    def clean(self):
        """Ask for the percentage where it is needed."""
        if self.cleaned_data.get("check") == rules.RIGHT and not (
            self.cleaned_data.get("right_percent") or "right_percent" in self.errors
        ):
            self.add_error("right_percent", _("Write a number from 1 to 100."))
        return super().clean()

    @property
    def parameters(self) -> dict:
        """Return the parameters of the rule."""
        given = self.cleaned_data
        percent = given["right_percent"] if given["check"] == rules.RIGHT else 0
        return {
            "read": given["read"],
            "check": given["check"],
            "right_percent": percent,
        }


class ModuleRuleForm(RuleForm):
    """When a module is complete: all modules, or one with a rule of its own."""

    kind = rules.MODULE
    asks_nothing = _(
        "Ask for lessons or for the check. Otherwise a module is complete before it "
        "is begun."
    )

    own = forms.ChoiceField(
        label=_("This module"),
        choices=[
            ("own", _("has a rule of its own")),
            ("general", _("follows the rule for all modules")),
        ],
        initial="own",
        widget=forms.RadioSelect,
    )
    lessons_percent = forms.IntegerField(
        label=_("How many of the lessons have to be complete, in percent"),
        help_text=_("100 is all lessons. 0 is none: then only the check counts."),
        min_value=0,
        max_value=100,
        error_messages=_PERCENT | {"required": _("Write a number from 0 to 100.")},
        widget=forms.NumberInput(attrs={"class": "w-number"}),
    )
    check_passed = forms.BooleanField(
        label=_("The module check is passed, where the module has one"), required=False
    )

    def __init__(self, *args, **kwargs):
        """Leave out the question that only a module of its own raises."""
        super().__init__(*args, **kwargs)
        if not self.module_key:
            del self.fields["own"]

    @property
    def parameters(self) -> dict:
        """Return the parameters of the rule."""
        given = self.cleaned_data
        if given.get("own") == "general":
            return {
                "lessons_percent": 100,
                "check_passed": True,
                "follows_general": True,
            }
        return {
            "lessons_percent": given["lessons_percent"],
            "check_passed": given["check_passed"],
            "follows_general": False,
        }


class PathRuleForm(RuleForm):
    """When a learning path is complete."""

    kind = rules.PATH

    at_least = forms.IntegerField(
        label=_("How many of its modules have to be complete"),
        help_text=_("Leave it empty for all modules of the path."),
        required=False,
        min_value=1,
        max_value=100,
        error_messages=_PERCENT,
        widget=forms.NumberInput(attrs={"class": "w-number"}),
    )

    @property
    def parameters(self) -> dict:
        """Return the parameters of the rule."""
        return {"at_least": self.cleaned_data["at_least"]}


FORMS: dict[str, type[RuleForm]] = {
    form.kind: form for form in (LessonRuleForm, ModuleRuleForm, PathRuleForm)
}
