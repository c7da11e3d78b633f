"""Operations on a minimum set: what they write, what they refuse, twice is once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lms.accounts.models import AuditEntry
from tests.accounts.factories import InstitutionFactory, make_person
from tests.toolkit.indicators.factories import DataSourceFactory
from toolkit.indicators.choosing import WeightsRefused
from toolkit.indicators.matrix import Matrix
from toolkit.indicators.models import ChosenIndicator, Indicator, MinimumSet
from toolkit.indicators.models.sets import DEFAULT_WEIGHTS
from toolkit.indicators.services.agreeing import agree, record_agreement
from toolkit.indicators.services.approving import approve
from toolkit.indicators.services.matrix import save_row
from toolkit.indicators.services.set_refusals import (
    AlreadyApproved,
    ChangedByAnother,
    NoDraft,
    NotComplete,
    SetRefusal,
)
from toolkit.indicators.services.sets import (
    change_profile,
    choose,
    move_chosen,
    save_scores,
    start_set,
)
from toolkit.indicators.sets_changes import changes
from toolkit.indicators.sets_reading import missing_of, snapshot

from .worlds import (
    CANDIDATES,
    DAY,
    FIVE,
    WORDS,
    agree_on_paper,
    fill,
    make_approved,
    make_draft,
    make_ready,
    row_of,
)

pytestmark = pytest.mark.django_db
ALL = [one[0] for one in CANDIDATES]


def chosen(draft):
    return list(draft.chosen.values_list("indicator__code", flat=True))


def take(place, draft, codes, **more):
    draft = MinimumSet.objects.get(pk=draft.pk)
    options = {"by": place.keeper, "edit_number": draft.edit_number} | more
    return choose(draft, codes=codes, **options)


class TestStarting:
    def test_twice_is_once(self, place):
        first = start_set(place.country, by=place.keeper, profile=["origin"])
        second = start_set(place.country, by=place.keeper, profile=["transit"])
        assert first == second
        assert second.profile == ["origin"]
        assert AuditEntry.objects.filter(verb="set_started").count() == 1

    def test_begins_with_the_weights_of_the_catalogue(self, place):
        draft = start_set(place.country, by=place.keeper)
        assert draft.weights == DEFAULT_WEIGHTS
        assert draft.number == 1

    def test_a_new_version_copies_the_one_in_force(self, place):
        approved = make_approved(place)
        scores = {"FOR_STOCK": dict.fromkeys(DEFAULT_WEIGHTS, 4)}
        draft = start_set(place.country, by=place.keeper)
        assert (draft.number, chosen(draft)) == (2, chosen(approved))
        row = row_of(draft, "FOR_STOCK")
        assert (row.owner, row.current_sources) == (place.owner, [place.source])
        assert row.definition == WORDS["definition"]
        save_scores(draft, scores=scores, seen={}, by=place.keeper)
        assert not approved.scores.exists()

    def test_unchanged_rows_keep_the_agreement_and_changed_ones_ask_again(self, place):
        make_approved(place)
        draft = start_set(place.country, by=place.keeper)
        assert missing_of(draft.chosen.with_all()) == []
        fill(place, row_of(draft, "ENT_FOR"), unit="crossings of the border")
        assert [one.code for one in missing_of(draft.chosen.with_all())] == ["ENT_FOR"]

    def test_a_source_that_is_closed_asks_the_owner_again(self, place):
        make_approved(place)
        more = DataSourceFactory.create(country=place.country, owner=place.owner)
        place.source.is_active = False
        place.source.save()
        draft = start_set(place.country, by=place.keeper)
        reasons = {one.reason for one in missing_of(draft.chosen.with_all())}
        assert reasons == {"no_source"}
        row = row_of(draft, "ENT_FOR")
        place.source = more
        assert fill(place, row).agreement is None

    def test_two_drafts_of_a_country_are_refused_by_the_database(self, place):
        draft = start_set(place.country, by=place.keeper)
        with pytest.raises(IntegrityError), transaction.atomic():
            MinimumSet.objects.create(
                country=place.country, number=9, created_by=draft.created_by
            )


class TestProfile:
    def test_weights_that_do_not_make_100_are_refused(self, place):
        draft = start_set(place.country, by=place.keeper)
        with pytest.raises(WeightsRefused):
            change_profile(
                draft,
                profile=[],
                weights=DEFAULT_WEIGHTS | {"quality": 30},
                language="en",
                by=place.keeper,
                edit_number=0,
            )

    def test_a_change_by_somebody_else_meanwhile_is_not_written_over(self, place):
        draft = start_set(place.country, by=place.keeper)
        options = {"language": "en", "by": place.keeper, "edit_number": 0}
        change_profile(draft, profile=["origin"], weights=DEFAULT_WEIGHTS, **options)
        with pytest.raises(ChangedByAnother):
            change_profile(
                draft, profile=["transit"], weights=DEFAULT_WEIGHTS, **options
            )
        # The same again, from a double click, is no conflict.
        change_profile(draft, profile=["origin"], weights=DEFAULT_WEIGHTS, **options)


class TestScores:
    def test_only_what_was_changed_is_written(self, place):
        draft = start_set(place.country, by=place.keeper)
        seen = {"FOR_STOCK": dict.fromkeys(DEFAULT_WEIGHTS)}
        first = seen["FOR_STOCK"] | {"relevance": 5}
        second = seen["FOR_STOCK"] | {"quality": 2}
        for typed in (first, second):
            found = save_scores(
                draft, scores={"FOR_STOCK": typed}, seen=seen, by=place.keeper
            )
            assert found == {}
        row = draft.scores.get()
        assert (row.relevance, row.quality, row.low_cost) == (5, 2, None)

    def test_the_same_score_given_by_two_is_named_and_not_written_over(self, place):
        draft = start_set(place.country, by=place.keeper)
        nothing = {"FOR_STOCK": dict.fromkeys(DEFAULT_WEIGHTS)}

        def save(value, seen):
            scores = {"FOR_STOCK": seen["FOR_STOCK"] | {"relevance": value}}
            return save_scores(draft, scores=scores, seen=seen, by=place.keeper)

        assert save(5, nothing) == {}
        assert save(2, nothing) == {"FOR_STOCK": {"relevance": 5}}
        assert draft.scores.get().relevance == 5
        assert save(2, {"FOR_STOCK": nothing["FOR_STOCK"] | {"relevance": 5}}) == {}
        assert draft.scores.get().relevance == 2


class TestChoosing:
    def test_an_eleventh_is_refused_with_the_reason_and_nothing_changes(self, place):
        draft = make_draft(place, ALL[:10])
        for unfinished in (False, True):
            with pytest.raises(SetRefusal, match="11 indicators are ticked"):
                take(place, draft, ALL, unfinished=unfinished)
        assert chosen(draft) == ALL[:10]

    def test_four_are_too_few_but_can_be_kept_unfinished(self, place):
        draft = start_set(place.country, by=place.keeper)
        with pytest.raises(SetRefusal, match="at least 5"):
            take(place, draft, FIVE[:4])
        take(place, draft, FIVE[:4], unfinished=True)
        assert chosen(draft) == list(FIVE[:4])

    def test_a_choice_without_stock_is_refused(self, place):
        draft = start_set(place.country, by=place.keeper)
        flows = ["WP_PROC", "ENT_FOR", "EXT_FOR", "ASY_APP", "RSD_DEC"]
        with pytest.raises(SetRefusal, match="No stock is chosen"):
            take(place, draft, flows)

    def test_what_is_left_out_returns_with_its_row_but_asks_the_owner_again(
        self, place
    ):
        draft = make_ready(place, [*FIVE, "EXT_FOR"])
        without = [code for code in chosen(draft) if code != "WP_PROC"]
        take(place, draft, without)
        assert chosen(draft) == without
        take(place, draft, [*without, "WP_PROC"])
        row = row_of(draft, "WP_PROC")
        assert (row.definition, row.owner) == (WORDS["definition"], place.owner)
        assert row.current_sources == [place.source]
        assert row.missing == []
        assert row.agreement is None

    def test_twice_is_once_and_another_choice_meanwhile_is_a_conflict(self, place):
        draft = make_draft(place)
        seen = MinimumSet.objects.get(pk=draft.pk).edit_number
        take(place, draft, [*FIVE, "EXT_FOR"])
        take(place, draft, [*FIVE, "EXT_FOR"], edit_number=seen)
        with pytest.raises(ChangedByAnother):
            take(place, draft, [*FIVE, "RSD_DEC"], edit_number=seen)
        assert chosen(draft) == [*FIVE, "EXT_FOR"]

    def test_moving_twice_from_the_same_place_moves_once(self, place):
        draft = make_draft(place)
        row = row_of(draft, "ENT_FOR")
        move_chosen(row, up=True, seen=3)
        move_chosen(row, up=True, seen=3)
        assert chosen(draft)[:3] == ["FOR_STOCK", "ENT_FOR", "WP_PROC"]
        move_chosen(row_of(draft, "FOR_STOCK"), up=True, seen=1)
        assert chosen(draft)[0] == "FOR_STOCK"


class TestRows:
    def test_counts_when_owner_source_and_every_field_are_there(self, place):
        draft = make_draft(place)
        row = row_of(draft, "FOR_STOCK")
        assert [one.reason for one in row.missing[:2]] == ["no_owner", "no_source"]
        assert len(row.missing) == 2 + len(ChosenIndicator.MATRIX)
        assert fill(place, row).missing == []

    def test_blanks_alone_are_empty(self, place):
        row = row_of(make_draft(place), "FOR_STOCK")
        assert [one.field for one in fill(place, row, unit="  ").missing] == ["unit"]

    def test_legal_basis_and_deputy_are_not_needed_to_count(self, place):
        row = row_of(make_draft(place), "FOR_STOCK")
        assert fill(place, row, legal_basis="", deputy="").missing == []

    def test_another_change_meanwhile_is_a_conflict_and_the_same_is_not(self, place):
        row = row_of(make_draft(place), "FOR_STOCK")
        fill(place, row)
        fill(place, row)
        with pytest.raises(ChangedByAnother):
            fill(place, row, unit="other words")
        assert row_of(row.minimum_set, "FOR_STOCK").edit_number == 1

    def test_owner_and_sources_of_another_country_are_refused(self, place):
        row = row_of(make_draft(place), "FOR_STOCK")
        other = InstitutionFactory.create()
        for owner, sources in (
            (other, [place.source]),
            (place.owner, [DataSourceFactory.create()]),
        ):
            with pytest.raises(SetRefusal):
                save_row(
                    row,
                    owner=owner,
                    sources=sources,
                    words=WORDS,
                    by=place.keeper,
                    edit_number=0,
                )

    def test_an_owner_that_closed_does_not_count(self, place):
        row = fill(place, row_of(make_draft(place), "FOR_STOCK"))
        place.owner.is_active = False
        place.owner.save()
        missing = row_of(row.minimum_set, "FOR_STOCK").missing
        assert [one.reason for one in missing] == ["no_owner"]


class TestAgreeing:
    def test_a_focal_point_of_the_owner_agrees_once(self, place):
        row = fill(place, row_of(make_draft(place), "FOR_STOCK"))
        for _press in range(2):
            found = agree(row, by=place.focal_point, edit_number=row.edit_number)
        assert row.agreements.get() == found
        assert found.agreed_by_name == place.focal_point.display_name
        assert found.agreed_on == timezone.localdate()

    def test_others_do_not_agree_for_the_owner(self, place):
        row = fill(place, row_of(make_draft(place), "FOR_STOCK"))
        for person in (place.keeper, make_person("focal_point", place.country)):
            with pytest.raises(SetRefusal, match="Only a focal point"):
                agree(row, by=person, edit_number=row.edit_number)
        with pytest.raises(SetRefusal):
            record_agreement(row, name="X", on=DAY, by=place.focal_point, edit_number=1)

    def test_an_incomplete_row_and_a_row_that_changed_are_not_agreed_to(self, place):
        draft = make_draft(place)
        with pytest.raises(NotComplete):
            agree(row_of(draft, "FOR_STOCK"), by=place.focal_point, edit_number=0)
        row = fill(place, row_of(draft, "FOR_STOCK"))
        with pytest.raises(ChangedByAnother):
            agree(row, by=place.focal_point, edit_number=0)

    def test_a_change_asks_again(self, place):
        row = fill(place, row_of(make_draft(place), "FOR_STOCK"))
        agree_on_paper(place, row)
        assert row_of(row.minimum_set, "FOR_STOCK").agreement.agreed_on == DAY
        assert fill(place, row, unit="households").agreement is None

    def test_a_paper_of_tomorrow_is_refused(self, place):
        row = fill(place, row_of(make_draft(place), "FOR_STOCK"))
        with pytest.raises(SetRefusal, match="still to come"):
            agree_on_paper(place, row, on=timezone.localdate() + timedelta(days=1))


class TestApproving:
    def approve(self, place, draft, on=DAY):
        return approve(
            draft, name="Dana Rook", post="Deputy minister", on=on, by=place.keeper
        )

    def test_freezes_the_set_with_all_its_names(self, place):
        found = make_approved(place)
        assert found.state == MinimumSet.State.APPROVED
        place.owner.name = {"en": "Renamed"}
        place.owner.save()
        place.source.name = "Renamed"
        place.source.save()
        Indicator.objects.update(kind="derived")
        row = Matrix(snapshot(MinimumSet.objects.get(pk=found.pk))).rows[0]
        assert row.owner == "Statistics Office"
        assert row.sources != ["Renamed"]
        assert row.kind == "stock"
        assert (row.agreed_by, row.agreed_on) == ("Irina Sol", DAY)

    def test_every_reason_is_named_when_something_is_missing(self, place):
        draft = make_ready(place)
        row = row_of(draft, "ENT_FOR")
        fill(place, row, unit="")
        with pytest.raises(NotComplete, match="ENT_FOR: the field “unit” is empty"):
            self.approve(place, draft)
        assert MinimumSet.objects.get(pk=draft.pk).state == MinimumSet.State.DRAFT

    def test_the_version_before_is_replaced_and_stays_as_it_was(self, place):
        first = make_approved(place)
        draft = start_set(place.country, by=place.keeper)
        row = fill(place, row_of(draft, "ENT_FOR"), unit="border crossings")
        agree_on_paper(place, row)
        second = self.approve(place, draft)
        first.refresh_from_db()
        assert (first.state, second.state) == ("replaced", "approved")
        (change,) = changes(Matrix(first.frozen), Matrix(second.frozen))
        assert (change.kind, change.code) == ("changed", "ENT_FOR")
        assert [(one.title, one.after) for one in change.differences] == [
            ("Unit", "border crossings")
        ]

    def test_of_two_at_once_the_second_is_told(self, place):
        draft = make_ready(place)
        self.approve(place, draft)
        with pytest.raises(AlreadyApproved):
            self.approve(place, draft)
        assert AuditEntry.objects.filter(verb="set_approved").count() == 1

    @pytest.mark.parametrize("on", [date(2026, 3, 3), date(2999, 1, 1)])
    def test_a_day_before_the_agreements_or_to_come_is_refused(self, place, on):
        with pytest.raises(SetRefusal):
            self.approve(place, make_ready(place), on=on)

    def test_an_approved_set_is_not_changed_any_more(self, place):
        found = make_approved(place)
        row = row_of(found, "FOR_STOCK")
        with pytest.raises(NoDraft):
            fill(place, row, unit="other words")
        with pytest.raises(NoDraft):
            take(place, found, FIVE)
        with pytest.raises(NoDraft):
            agree(row, by=place.focal_point, edit_number=row.edit_number)


def test_changes_name_what_came_and_what_went(place):
    before = Matrix(make_approved(place).frozen)
    data = dict(before.data)
    first, *others = data["rows"]
    after = Matrix(data | {"rows": [*others, first | {"code": "NEW"}]})
    assert [(one.kind, one.code) for one in changes(before, after)] == [
        ("added", "NEW"),
        ("left_out", "FOR_STOCK"),
    ]
    assert changes(before, before) == []
