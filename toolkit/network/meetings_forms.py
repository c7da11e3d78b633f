"""Forms of meetings: planning, participants, attendance, minutes."""

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from assessments.maturity.round_forms import DayInput, institutions_of
from lms.accounts.forms.fields import time_zone_choices
from lms.accounts.models import Institution
from lms.accounts.models.people import NAME_LENGTH
from lms.learning.classroom.forms import TimeInput
from toolkit.network.groups_forms import (
    DAY_ERRORS,
    EditNumberForm,
    FocalPointChoice,
    words_input,
)
from toolkit.network.models import FocalPoint, GroupMember, Meeting, Participant
from toolkit.network.models.meetings import MINUTES_LENGTH

TIME_ERRORS = {"invalid": _("Write the time like 09:30.")}
#: Longest meeting, in days.
MOST_DAYS = 14


class MeetingForm(EditNumberForm):
    """What a meeting is about, when and where."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=Meeting.Kind.choices, initial=Meeting.Kind.GROUP
    )
    title = forms.CharField(
        label=_("Title"),
        help_text=_("For example: Second meeting of the working group."),
        max_length=250,
        widget=words_input(),
        error_messages={"required": _("Write a title.")},
    )
    day = forms.DateField(
        label=_("Day"),
        widget=DayInput(),
        error_messages=DAY_ERRORS | {"required": _("Write the day.")},
    )
    begins = forms.TimeField(
        label=_("Begins at"),
        widget=TimeInput(),
        error_messages=TIME_ERRORS | {"required": _("Write when it begins.")},
    )
    last_day = forms.DateField(
        label=_("Last day"),
        help_text=_("Only if it goes over several days."),
        required=False,
        widget=DayInput(),
        error_messages=DAY_ERRORS,
    )
    ends = forms.TimeField(
        label=_("Ends at"),
        widget=TimeInput(),
        error_messages=TIME_ERRORS | {"required": _("Write when it ends.")},
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zone_choices,
        help_text=_("Of the place where it is held."),
    )
    place = forms.CharField(
        label=_("Place"),
        help_text=_("The building and room, or the address of the meeting online."),
        max_length=250,
        widget=words_input(),
        error_messages={"required": _("Write where it is held.")},
    )
    language = forms.CharField(
        label=_("Language"),
        help_text=_("In which it is held, with interpretation if there is any."),
        max_length=100,
        required=False,
        widget=words_input(),
    )

    def __init__(self, *args, meeting: Meeting | None = None, **options):
        super().__init__(*args, **options)
        zone = timezone.get_current_timezone_name()
        self.initial.setdefault("time_zone", zone)
        if meeting is not None:
            start, end = meeting.local_start, meeting.local_end
            self.initial = (
                {
                    "edit_number": meeting.edit_number,
                    "kind": meeting.kind,
                    "title": meeting.title,
                    "day": start.date(),
                    "begins": start.time(),
                    "last_day": end.date() if meeting.days > 1 else None,
                    "ends": end.time(),
                    "time_zone": meeting.time_zone,
                    "place": meeting.place,
                    "language": meeting.language,
                }
                | self.initial
                | {"time_zone": meeting.time_zone}
            )

    def clean(self):
        """Put days and times together; refuse an end that is not after the beginning."""
        data = super().clean()
        zone = data.get("time_zone")
        if not (data.get("day") and data.get("begins") and zone):
            return data
        data["starts_at"] = self._moment(data["day"], data["begins"], zone, "begins")
        if not data.get("ends") or "last_day" in self.errors:
            return data
        last = data.get("last_day") or data["day"]
        data["ends_at"] = self._moment(last, data["ends"], zone, "ends")
        if data["starts_at"] is None or data["ends_at"] is None:
            return data
        if last < data["day"]:
            self.add_error("last_day", _("The last day lies before the first."))
        elif data["ends_at"] <= data["starts_at"]:
            self.add_error(
                "ends", _("The meeting ends before it begins. Write a later time.")
            )
        elif (last - data["day"]).days >= MOST_DAYS:
            self.add_error(
                "last_day",
                _("A meeting takes %(days)s days at most.") % {"days": MOST_DAYS},
            )
        return data

    def _moment(self, day, time, zone: str, field: str):
        """Return the moment, or None for an hour that the clock of the place skips."""
        try:
            local = datetime.combine(day, time, tzinfo=ZoneInfo(zone))
            back = local.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone))
        except OverflowError:
            back = None
        if back is None or back.replace(tzinfo=None) != local.replace(tzinfo=None):
            self.add_error(field, _("There is no such time on this day."))
            return None
        return local.astimezone(ZoneInfo("UTC"))

    def values(self) -> dict:
        """Return what the services take."""
        names = (
            "kind",
            "title",
            "starts_at",
            "ends_at",
            "time_zone",
            "place",
            "language",
        )
        return {name: self.cleaned_data[name] for name in names}


class NewMeetingForm(MeetingForm):
    """A meeting to plan; the token lets a form sent twice make one meeting."""

    once_token = forms.UUIDField(widget=forms.HiddenInput)
    with_agenda = forms.BooleanField(
        label=_("Begin with the agenda for this kind of meeting"),
        help_text=_("You can change every line of it."),
        required=False,
        initial=True,
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial.setdefault("once_token", uuid4())


class MemberChoice(forms.ModelMultipleChoiceField):
    """Members of the working group, named with seat and institution."""

    def label_from_instance(self, one: GroupMember):
        """Return name, institution and seat."""
        if one.institution is None:
            names = {"name": one.full_name, "seat": one.get_seat_display()}
            return _("%(name)s (%(seat)s)") % names
        return _("%(name)s, %(institution)s (%(seat)s)") % {
            "name": one.full_name,
            "institution": one.institution,
            "seat": one.get_seat_display(),
        }


class ChooseForm(forms.Form):
    """Who of the group and of the network takes part."""

    members = MemberChoice(
        GroupMember.objects.none(),
        label=_("Members of the working group"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    focal_points = FocalPointChoice(
        FocalPoint.objects.none(),
        label=_("Focal points and deputies"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, members, focal_points, tick: bool, **options):
        super().__init__(*args, **options)
        self.fields["members"].queryset = members
        self.fields["focal_points"].queryset = focal_points
        for name, rows in (("members", members), ("focal_points", focal_points)):
            if not rows:
                del self.fields[name]
        if tick:
            self.initial.setdefault("members", [one.pk for one in members])

    def clean(self):
        """Ask for somebody."""
        data = super().clean()
        if not any(data.get(name) for name in ("members", "focal_points")):
            raise forms.ValidationError(_("Choose at least one person."))
        return data


class ParticipantForm(forms.Form):
    """Somebody who is neither in the group nor a focal point."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=NAME_LENGTH,
        widget=words_input(),
        error_messages={"required": _("Write the full name.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Without one, nobody writes to this person."),
        max_length=254,
        required=False,
        error_messages={
            "invalid": _("Write the e-mail address like name@institution.org.")
        },
    )
    institution = forms.ModelChoiceField(
        Institution.objects.none(),
        label=_("Institution"),
        required=False,
        empty_label=_("None of the country's institutions"),
    )
    language = forms.ChoiceField(label=_("Language of the invitation"), required=False)

    def __init__(self, *args, country, **options):
        super().__init__(*args, **options)
        self.fields["institution"].queryset = institutions_of(country)
        known = dict(settings.LANGUAGES)
        self.fields["language"].choices = [
            (code, get_language_info(code)["name_local"].capitalize()) for code in known
        ]
        wanted = [code for code in country.working_languages if code in known]
        self.initial.setdefault(
            "language", wanted[0] if wanted else settings.LANGUAGE_CODE
        )


class CameForm(ParticipantForm):
    """Somebody who came without being on the list."""

    language = None

    def __init__(self, *args, country, **options):
        forms.Form.__init__(self, *args, **options)
        self.fields["institution"].queryset = institutions_of(country)
        self.fields["email"].help_text = ""


class AttendanceForm(forms.Form):
    """For each participant: present, excused or absent.

    Beside each stands what the person saw, so that only what was changed here is
    saved, and nothing that somebody else noted meanwhile is written over.
    """

    def __init__(self, *args, participants, **options):
        super().__init__(*args, **options)
        self.people = {}
        for one in participants:
            name = f"person_{one.pk}"
            self.people[name] = one
            self.fields[name] = forms.ChoiceField(
                label=_named(one),
                choices=Participant.Attendance.choices,
                initial=one.attendance or None,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"seen_{one.pk}"] = forms.CharField(
                initial=one.attendance, required=False, widget=forms.HiddenInput
            )

    def answers(self) -> dict[int, str]:
        """Return participant id > attendance, of those that were changed."""
        data = self.cleaned_data
        return {
            one.pk: data[name]
            for name, one in self.people.items()
            if data[name] and data[name] != data[f"seen_{one.pk}"]
        }


class MinutesForm(EditNumberForm):
    """The minutes and their date."""

    minutes = forms.CharField(
        label=_("Minutes"),
        help_text=_(
            "One page is enough: what was said on each item. Decisions are recorded "
            "one by one below, each with its owner and due date."
        ),
        max_length=MINUTES_LENGTH,
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
        error_messages={"required": _("Write the minutes.")},
    )
    minutes_on = forms.DateField(
        label=_("Date of the minutes"),
        widget=DayInput(),
        error_messages=DAY_ERRORS | {"required": _("Write the date of the minutes.")},
    )


class CancelForm(forms.Form):
    """Why a meeting does not take place."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Those who were invited read it."),
        max_length=500,
        required=False,
        widget=words_input(),
    )


def _named(one: Participant) -> str:
    return f"{one.full_name}, {one.institution}" if one.institution else one.full_name
