"""What a country's record says about a question is offered, never decided."""

from datetime import date

import pytest

from assessments.maturity import facts
from assessments.maturity.facts import Fact, facts_for, register
from lms.accounts.models import Country

ARVANIA = Country(iso2="XA", iso3="XAA", name={"en": "Arvania"})
TODAY = date(2027, 3, 3)


def fact(text, *questions) -> Fact:
    """A fact about these questions."""
    return Fact(questions=questions or ("B1",), text=text, source="Contact list")


@pytest.fixture(autouse=True)
def nobody_speaks(monkeypatch):
    """Providers of other rooms are not asked here."""
    monkeypatch.setattr(facts, "_speakers", {})


@pytest.mark.django_db
class TestRegistry:
    """One list of who speaks about which questions."""

    def test_a_fact_is_found_for_its_question_only(self):
        register("one", ["B1", "B2"], lambda *_: [fact("Of B1."), fact("Of B2.", "B2")])
        assert [one.text for one in facts_for(ARVANIA, "B1")] == ["Of B1."]
        assert [one.text for one in facts_for(ARVANIA, "B2")] == ["Of B2."]
        assert facts_for(ARVANIA, "B3") == []

    def test_without_a_question_all_are_found(self):
        register("one", ["B1"], lambda *_: [fact("First.")])
        register("two", ["D1"], lambda *_: [fact("Second.", "D1")])
        assert [one.text for one in facts_for(ARVANIA)] == ["First.", "Second."]

    def test_who_does_not_speak_about_a_question_is_not_asked(self):
        asked = []
        register("one", ["B1"], lambda *_: asked.append("one") or [])
        facts_for(ARVANIA, "D1")
        assert asked == []
        facts_for(ARVANIA, "B1")
        assert asked == ["one"]

    def test_a_provider_gets_the_country_and_the_day(self):
        seen = []
        register("one", ["B1"], lambda *given: seen.append(given) or [])
        facts_for(ARVANIA, "B1", today=TODAY)
        assert seen == [(ARVANIA, TODAY)]

    def test_the_order_is_that_of_registration(self):
        for key in ("z", "a", "m"):
            register(key, ["B1"], lambda *_, key=key: [fact(key)])
        assert [one.text for one in facts_for(ARVANIA, "B1")] == ["z", "a", "m"]

    def test_the_same_key_again_replaces_without_moving(self):
        register("one", ["B1"], lambda *_: [fact("Old.")])
        register("two", ["B1"], lambda *_: [fact("Two.")])
        register("one", ["B1"], lambda *_: [fact("New.")])
        assert [one.text for one in facts_for(ARVANIA, "B1")] == ["New.", "Two."]

    def test_who_fails_is_left_out_and_logged(self, caplog):
        def fails(country, today):
            yield fact("Half.")
            raise KeyError("no such thing")

        register("one", ["B1"], fails)
        register("two", ["B1"], lambda *_: [fact("Good.")])
        assert [one.text for one in facts_for(ARVANIA, "B1")] == ["Good."]
        assert "The facts of one could not be put together." in caplog.text

    def test_a_failed_query_does_not_spoil_what_follows(self):
        def fails(country, today):
            return Country.objects.raw("SELECT nothing FROM nowhere")

        register("one", ["B1"], lambda *given: list(fails(*given)))
        assert facts_for(ARVANIA, "B1") == []
        assert Country.objects.count() == 0


class TestMark:
    """What names a fact in a form."""

    def test_it_is_another_one_when_anything_of_it_changes(self):
        one = fact("6 of 7.")
        assert one.mark == fact("6 of 7.").mark
        assert one.mark != fact("7 of 7.").mark
        assert one.mark != Fact(("B1",), "6 of 7.", "Elsewhere").mark
        assert one.mark != Fact(("B1",), "6 of 7.", "Contact list", "", TODAY).mark
