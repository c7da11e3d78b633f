"""The invented group of the demonstration."""

import pytest
from django.core import mail
from django.utils import timezone

from lms.accounts.demo import load_demo_people
from lms.accounts.models import Country, User
from toolkit.network import demo, demo_group
from toolkit.network.models import Decision, GroupMember, Meeting, TermsVersion


@pytest.mark.django_db
def test_is_loaded_whole_and_once(settings, django_capture_on_commit_callbacks):
    settings.DEMO_MODE = True
    load_demo_people()
    country = Country.objects.get(iso2="XA")
    by = User.objects.get(email="coordinator@arvania.example")
    with django_capture_on_commit_callbacks(execute=True):
        demo.load(country, by)
        groups = [demo_group.load(country, by) for _time in range(2)]
    assert groups[0] == groups[1]
    assert Meeting.objects.filter(state="held").count() == 5
    assert Meeting.objects.without_minutes().count() == 1
    assert Meeting.objects.coming().count() == 1
    assert TermsVersion.objects.count() == 2
    assert groups[0].has_draft is False
    today = timezone.localdate()
    assert GroupMember.objects.current(today).filter(seat="chair").count() == 1
    assert Decision.objects.overdue().count() == 1
    assert Decision.objects.filter(state="done").count() == 5
    assert not mail.outbox
