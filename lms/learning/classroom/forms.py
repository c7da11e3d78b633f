"""Forms of the classroom: a session, results on paper, participation."""

from datetime import datetime

from django import forms
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lms.learning.batch_forms import LONGEST
from lms.learning.cohorts.forms import DayInput
from lms.learning.models import ClassSession
from modules.outline import all_outlines


class TimeInput(forms.TimeInput):
    """A time of day, as the browser asks for it."""

    input_type = "time"

    def __init__(self, **options):
        super().__init__(format="%H:%M", **options)


def module_words(outline) -> str:
    """Return a module with its number, in the active language."""
    names = {"key": outline.key, "title": outline.title}
    return _("Module %(key)s: %(title)s") % names


class SessionForm(forms.Form):
    """What a session is about, when and where."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("For example: Group work on data sources."),
        max_length=160,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Write a title.")},
    )
    module_key = forms.ChoiceField(
        label=_("Module"),
        required=False,
        help_text=_("Its guide, workbook and checks are linked from the session."),
    )
    day = forms.DateField(
        label=_("Day"),
        widget=DayInput(),
        error_messages={
            "required": _("Write the day."),
            "invalid": _("Write the date like 2027-09-30."),
        },
    )
    hour = forms.TimeField(
        label=_("Begins at"),
        widget=TimeInput(),
        error_messages={
            "required": _("Write the time."),
            "invalid": _("Write the time like 09:30."),
        },
    )
    minutes = forms.IntegerField(
        label=pgettext_lazy("length of a session", "Minutes"),
        min_value=5,
        max_value=24 * 60,
        initial=90,
        widget=forms.NumberInput(attrs={"class": "w-number"}),
        error_messages={"required": _("Write how many minutes it lasts.")},
    )
    place = forms.CharField(
        label=_("Place"),
        required=False,
        max_length=200,
        help_text=_("The room, or the address of the meeting online."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args, session: ClassSession | None = None, **options):
        super().__init__(*args, **options)
        kept = session.module_key if session else ""
        outlines = all_outlines(get_language()).values()
        self.fields["module_key"].choices = [
            ("", _("No module")),
            *(
                (one.key, module_words(one))
                for one in outlines
                if one.is_published or one.key == kept
            ),
        ]
        zone = timezone.get_current_timezone_name()
        self.fields["hour"].help_text = _("In your time zone, %(zone)s.") % {
            "zone": zone
        }
        if session is not None:
            local = timezone.localtime(session.starts_at)
            self.initial = {
                "title": session.title,
                "module_key": kept,
                "day": local.date(),
                "hour": local.time(),
                "minutes": session.minutes,
                "place": session.place,
            }

    def clean(self):
        """Put day and time together; refuse an hour that the clock leaves out."""
        data = super().clean()
        if data.get("day") and data.get("hour"):
            try:
                local = datetime.combine(data["day"], data["hour"])
                data["starts_at"] = from_current_timezone(local)
            except (forms.ValidationError, OverflowError):
                words = _("There is no such time on this day, or it is there twice.")
                self.add_error("hour", words)
        return data

    def values(self) -> dict:
        """Return what the services take."""
        names = ("title", "starts_at", "minutes", "place", "module_key")
        return {name: self.cleaned_data[name] for name in names}


class PaperUploadForm(forms.Form):
    """The filled-in workbook, and when the paper was written."""

    session = forms.ModelChoiceField(
        ClassSession.objects.none(),
        label=_("Session in which it was written"),
        required=False,
        empty_label=_("In no session"),
    )
    written_on = forms.DateField(
        label=_("Written on"),
        required=False,
        help_text=_("Only if it was in no session."),
        widget=DayInput(),
        error_messages={"invalid": _("Write the date like 2027-09-30.")},
    )
    file = forms.FileField(
        label=_("Workbook with the results"),
        help_text=_("Excel (XLSX), at most 5 MB."),
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("Choose the workbook.")},
    )

    def __init__(self, *args, cohort, **options):
        super().__init__(*args, **options)
        held = cohort.sessions.filter(starts_at__lte=timezone.now())
        field = self.fields["session"]
        field.queryset = held.order_by("-starts_at", "-pk")
        field.label_from_instance = _session_words

    def clean(self):
        """Ask for the day where there was no session; refuse one still to come."""
        data = super().clean()
        day = data.get("written_on")
        if "session" in self.errors or data.get("session"):
            return data
        if not day and "written_on" not in self.errors:
            words = _("Choose the session, or write the day.")
            self.add_error("written_on", words)
        elif day and day > timezone.localdate():
            self.add_error(
                "written_on",
                _("This day is still to come. Write when the paper was written."),
            )
        return data


def _session_words(session: ClassSession) -> str:
    local = timezone.localtime(session.starts_at)
    names = {"title": session.title, "date": date_format(local, "DATE_FORMAT")}
    return _("%(date)s: %(title)s") % names


class ParticipationForm(forms.Form):
    """Who took part: present at so many sessions about a module."""

    module = forms.ChoiceField(
        label=_("Module"), error_messages={"required": _("Choose a module.")}
    )
    least = forms.IntegerField(
        label=_("Present at least so many times"),
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(attrs={"class": "w-number"}),
        error_messages={"required": _("Write a number.")},
    )
    minutes = forms.IntegerField(
        label=_("Minutes on the certificate"),
        help_text=_("The time of the module if you leave it empty."),
        required=False,
        min_value=1,
        max_value=LONGEST,
        widget=forms.NumberInput(attrs={"class": "w-number"}),
    )

    def __init__(self, *args, held: dict[str, int], **options):
        super().__init__(*args, **options)
        self.held = held
        self.outlines = all_outlines(get_language())
        choices = [
            (
                key,
                _("%(module)s (sessions: %(count)s)")
                % {"module": module_words(self.outlines[key]), "count": count},
            )
            for key, count in held.items()
            if key in self.outlines
        ]
        self.fields["module"].choices = [("", _("Choose")), *choices]

    def clean(self):
        """Refuse more times than there are sessions."""
        data = super().clean()
        most = self.held.get(data.get("module", ""), 0)
        if most and data.get("least", 0) > most:
            words = _("There are only %(count)s sessions about this module.")
            self.add_error("least", words % {"count": most})
        return data

    @property
    def outline(self):
        """Return the chosen module."""
        return self.outlines[self.cleaned_data["module"]]
