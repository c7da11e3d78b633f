"""Everything that points at a person is declared, or exempt with a reason."""

from django.apps import apps

from lms.accounts import my_data
from lms.accounts.models import User


def relations_to_people() -> set[str]:
    """Return every foreign key and set of keys to the user, "learning.Note.person"."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if not field.auto_created and field.related_model is User:
                # A page's owner stands in the table of all pages.
                owner = field.model._meta.label
                found.add(f"{owner}.{field.name}")
    return found


def declared() -> set[str]:
    """Return what the rooms say about such relations."""
    kept = {name for holding in my_data.holdings() for name in holding.relations}
    return kept | set(my_data.exemptions())


def test_every_relation_to_a_person_is_declared_or_exempt():
    # Add yours with my_data.register() or my_data.exempt() in your room's
    # my_data.py: what it is, who sees it, and what becomes of it at closing.
    assert sorted(relations_to_people() - declared()) == []


def test_nothing_is_declared_that_does_not_exist():
    assert sorted(declared() - relations_to_people()) == []


def test_nothing_is_both_held_and_exempt():
    kept = [name for one in my_data.holdings() for name in one.relations]

    assert len(kept) == len(set(kept))
    assert not set(kept) & set(my_data.exemptions())


def test_every_exemption_has_a_reason():
    assert all(len(reason) > 20 for reason in my_data.exemptions().values())


def test_every_kind_has_words():
    for holding in my_data.holdings():
        assert str(holding.title), holding.name
        assert str(holding.about).endswith("."), holding.name
        assert str(holding.kept).endswith("."), holding.name
