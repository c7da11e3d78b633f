"""Reminders of other rooms go out with the hourly command."""

import pytest

from lms.accounts import reminders


@pytest.fixture(autouse=True)
def senders(monkeypatch):
    """Begin with no sender."""
    monkeypatch.setattr(reminders, "_senders", {})


def test_counts_what_all_senders_wrote():
    reminders.add_sender("a", lambda at: 2)
    reminders.add_sender("b", lambda at: 3)
    assert reminders.send_all() == 5


def test_one_that_fails_stops_no_other(caplog):
    def fails(at):
        raise RuntimeError

    reminders.add_sender("a", fails)
    reminders.add_sender("b", lambda at: 3)
    assert reminders.send_all() == 3
    assert "Reminders of a failed." in caplog.text


def test_a_name_has_one_sender():
    def sender(at):
        return 1

    for _time in range(2):
        reminders.add_sender("a", sender)
    with pytest.raises(ValueError, match="already have a sender"):
        reminders.add_sender("a", lambda at: 1)
