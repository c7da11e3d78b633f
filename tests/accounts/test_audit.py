"""Writing the activity log."""

import pytest

from lms.accounts.audit import VERBS, name_verbs, record, shortened, verb_words
from lms.accounts.models import AuditEntry
from lms.accounts.templatetags.activity import lines


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("192.0.2.77", "192.0.2.0"),
        ("2001:db8:1234:5678:9abc::1", "2001:db8:1234::"),
        ("::1", "::"),
        ("", ""),
        ("unknown", ""),
        ("192.0.2.77, 10.0.0.1", ""),
    ],
)
def test_address_loses_what_names_a_machine(address, kept):
    assert shortened(address) == kept


def test_record_takes_the_country_of_the_actor(administrator, arvania):
    entry = record(administrator, "people_exported", people=3)

    assert (entry.country, entry.actor_name) == (arvania, "Teodor Vesk")
    assert entry.details == {"people": 3}


def test_record_takes_the_country_of_the_subject_first(
    administrator, outsider, belmora
):
    entry = record(administrator, "role_ended", outsider)

    assert entry.country == belmora
    assert list(AuditEntry.objects.about(outsider)) == [entry]


def test_entry_outlives_names(administrator, learner):
    entry = record(administrator, "role_granted", learner)
    learner.full_name = "Mira Lenko"
    learner.save()

    entry.refresh_from_db()

    assert entry.subject_name == "Mira Talvik"


def test_long_names_are_cut(db):
    entry = record(None, "x", "ب" * 400)

    assert len(entry.subject_name) == 254


def test_verbs_of_other_rooms_are_named_once():
    name_verbs({"tested_verb": "Tested"})
    name_verbs({"tested_verb": "Tested"})
    assert verb_words("tested_verb") == "Tested"

    with pytest.raises(ValueError, match="already named"):
        name_verbs({"tested_verb": "Something else"})
    del VERBS["tested_verb"]


def test_unnamed_verb_is_still_readable():
    assert verb_words("lamp_lit") == "lamp lit"


def test_lines_of_an_entry(administrator, learner):
    entry = record(
        administrator, "role_granted", learner, role="trainer", address="192.0.2.5"
    )

    assert lines(entry) == ["Role: Trainer", "Network: 192.0.2.0"]
    assert lines(entry, True) == ["Role: Trainer", "Arvania", "Network: 192.0.2.0"]
