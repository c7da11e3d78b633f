"""Pages of a minimum set: what they say, what they refuse, what is kept."""

import pytest
from django.core.cache import cache

from toolkit.indicators.models import MinimumSet
from toolkit.indicators.services.sets import start_set

from .worlds import (
    CANDIDATES,
    draft_of,
    make_approved,
    make_draft,
    make_ready,
    text,
    url,
)

pytestmark = pytest.mark.django_db
ALL = [one[0] for one in CANDIDATES]
WEIGHTS = {"relevance": "40", "availability": "30", "quality": "20", "low_cost": "10"}


class TestOverview:
    def test_begins_with_a_way_to_start(self, keeper, place):
        page = text(keeper.get(url("", place)))
        assert "has no minimum set yet" in page
        assert url("_start", place) in page

    def test_readers_are_told_who_starts_it(self, client, place):
        client.force_login(place.focal_point)
        page = text(client.get(url("", place)))
        assert "coordinator or the country administrator starts it" in page
        assert url("_start", place) not in page

    def test_a_finished_draft_goes_on_to_its_approval_without_scores(
        self, keeper, place
    ):
        make_ready(place)
        page = text(keeper.get(url("", place)))
        assert "Go on: Approve" in page

    def test_shows_the_set_in_force_and_the_versions_before(self, keeper, place):
        make_approved(place)
        page = text(keeper.get(url("", place)))
        assert "Version 1, in force" in page
        assert "Dana Rook, Deputy minister" in page
        assert "Start a new version" in page

    def test_queries_do_not_grow_with_the_rows(
        self, keeper, place, django_assert_max_num_queries
    ):
        make_draft(place, ALL[:10])
        cache.clear()
        with django_assert_max_num_queries(20):
            keeper.get(url("", place))
        with django_assert_max_num_queries(16):
            keeper.get(url("_define", place))
        with django_assert_max_num_queries(16):
            keeper.get(url("_agree", place))
        with django_assert_max_num_queries(17):
            keeper.get(url("_matrix", place, 1))
        with django_assert_max_num_queries(16):
            keeper.get(url("_scores", place))
        with django_assert_max_num_queries(17):
            keeper.get(url("_choose", place))


class TestStarting:
    def test_weights_that_do_not_make_100_are_refused_with_their_sum(
        self, keeper, place
    ):
        data = WEIGHTS | {"quality": "30", "profile": ["origin"], "language": "en"}
        answer = keeper.post(url("_start", place), data)
        assert answer.status_code == 422
        assert "The weights make 110 %. They must make 100 %: take 10 away." in text(
            answer
        )
        assert answer.context["form"]["profile"].value() == ["origin"]
        assert not MinimumSet.objects.exists()

    def test_starts_with_the_profile_and_goes_to_the_scores(self, keeper, place):
        data = WEIGHTS | {"profile": ["origin", "transit"], "language": "en"}
        answer = keeper.post(url("_start", place), data)
        assert answer.url == url("_scores", place)
        assert draft_of(place).profile == ["origin", "transit"]

    def test_a_new_version_is_asked_for_and_then_made(self, keeper, place):
        make_approved(place)
        page = text(keeper.get(url("_start", place)))
        assert "Start a new version from version 1?" in page
        assert "keeps its owner's agreement" in page.replace("&#x27;", "'")
        for _press in range(2):
            answer = keeper.post(url("_start", place))
            assert answer.url == url("_define", place)
        assert draft_of(place).number == 2

    def test_a_step_without_a_draft_leads_back_with_words(self, keeper, place):
        answer = keeper.get(url("_choose", place), follow=True)
        assert answer.redirect_chain == [(url("", place), 302)]
        assert "There is no draft" in text(answer)

    def test_a_country_may_write_in_its_own_language(self, keeper, place):
        place.country.working_languages = ["ky", "ru"]
        place.country.save()
        page = text(keeper.get(url("_start", place)))
        assert '<option value="ky" selected>Кыргызча</option>' in page


class TestScoring:
    def data(self, **typed):
        """Every field as an empty page sends it, with what is typed."""
        found = {}
        for code in ALL:
            found |= {f"{code}-{name}": "" for name in WEIGHTS}
            found[f"{code}-seen"] = ",,,"
        return found | typed

    def test_scores_are_saved_and_ranked_with_their_sum(self, keeper, place):
        start_set(place.country, by=place.keeper)
        typed = {f"FOR_STOCK-{name}": "5" for name in WEIGHTS}
        typed |= {f"ENT_FOR-{name}": "3" for name in WEIGHTS} | {"ENT_FOR-quality": "4"}
        answer = keeper.post(url("_scores", place), self.data(**typed))
        assert answer.url == url("_scores", place)
        page = text(keeper.get(url("_scores", place)))
        assert page.index("FOR_STOCK: 5.0 of 5") < page.index("ENT_FOR: 3.2 of 5")
        assert "3 × 40 % + 3 × 30 % + 4 × 20 % + 3 × 10 % = 3.2" in page
        assert "9 candidates are not scored in full" in page

    def test_a_score_of_six_is_refused_beside_its_field(self, keeper, place):
        start_set(place.country, by=place.keeper)
        answer = keeper.post(
            url("_scores", place), self.data(**{"FOR_STOCK-quality": "6"})
        )
        assert answer.status_code == 422
        assert "Choose a score from 1 to 5." in text(answer)

    def test_what_somebody_else_scored_meanwhile_is_shown_and_nothing_lost(
        self, keeper, place
    ):
        start_set(place.country, by=place.keeper)
        first = self.data(**{"FOR_STOCK-quality": "5"})
        second = self.data(**{"FOR_STOCK-quality": "2", "ENT_FOR-quality": "4"})
        keeper.post(url("_scores", place), first)
        answer = keeper.post(url("_scores", place), second)
        assert answer.status_code == 422
        assert "Somebody else has scored FOR_STOCK, quality: 5" in text(answer)
        assert 'name="FOR_STOCK-seen" value=",,5,"' in text(answer)
        again = second | {"FOR_STOCK-seen": ",,5,"}
        assert keeper.post(url("_scores", place), again).status_code == 302
        row = draft_of(place).scores.get(indicator__code="FOR_STOCK")
        assert row.quality == 2


class TestChoosing:
    def ticked(self, answer) -> list[str]:
        return answer.context["form"].ticked

    def post(self, keeper, place, codes, button="save", **more):
        number = draft_of(place).edit_number
        data = {"codes": codes, "edit_number": number, button: "1"} | more
        return keeper.post(url("_choose", place), data)

    def test_the_six_of_the_general_model_are_ticked_at_first(self, keeper, place):
        start_set(place.country, by=place.keeper)
        answer = keeper.get(url("_choose", place))
        assert self.ticked(answer) == ALL[:6]
        assert "The first six indicators are ticked" in text(answer)

    def test_a_profile_ticks_its_pack_as_well_up_to_ten(self, keeper, place):
        start_set(place.country, by=place.keeper, profile=["destination", "origin"])
        answer = keeper.get(url("_choose", place))
        assert self.ticked(answer) == [
            *ALL[:6],
            "RES_VALID",
            "REMIT_VOL",
            "NAT_ABROAD",
        ]
        assert "suggested for: destination" in text(answer)

    def test_an_eleventh_is_refused_with_all_ticks_kept(self, keeper, place):
        make_draft(place, ALL[:10])
        answer = self.post(keeper, place, ALL)
        assert answer.status_code == 422
        page = text(answer)
        assert "11 indicators are ticked; a minimum set has at most 10" in page
        assert page.count("checked") == 11
        assert draft_of(place).chosen.count() == 10

    def test_four_are_refused_or_kept_unfinished(self, keeper, place):
        start_set(place.country, by=place.keeper)
        answer = self.post(keeper, place, ALL[:4])
        assert answer.status_code == 422
        assert "4 indicators are ticked; a minimum set has at least 5" in text(answer)
        assert self.ticked(answer) == ALL[:4]
        assert self.post(keeper, place, ALL[:4], "later").status_code == 302
        assert draft_of(place).chosen.count() == 4

    def test_eight_go_on_to_the_definitions(self, keeper, place):
        start_set(place.country, by=place.keeper)
        answer = self.post(keeper, place, ALL[:8])
        assert answer.url == url("_define", place)

    def test_a_code_that_is_no_candidate_is_refused(self, keeper, place):
        start_set(place.country, by=place.keeper)
        answer = self.post(keeper, place, [*ALL[:5], "NONSENSE"])
        assert answer.status_code == 422
        assert "NONSENSE is not a candidate" in text(answer)

    def test_coverage_is_shown_without_saving(self, keeper, place):
        start_set(place.country, by=place.keeper)
        answer = self.post(keeper, place, ["ENT_FOR"], "look")
        assert answer.status_code == 200
        assert "1 indicator ticked" in text(answer)
        assert not draft_of(place).chosen.exists()
        piece = text(keeper.post(url("_look", place), {"codes": ALL[:2]}))
        assert "2 indicators ticked" in piece
        assert "<html" not in piece

    def test_another_choice_meanwhile_is_named_and_yours_stays_ticked(
        self, keeper, place
    ):
        make_draft(place, ALL[:6])
        answer = self.post(keeper, place, ALL[1:8], edit_number="0")
        assert answer.status_code == 422
        assert "It is now: FOR_STOCK, WP_PROC" in text(answer)
        assert self.ticked(answer) == ALL[1:8]
        number = f'value="{draft_of(place).edit_number}"'
        assert f'name="edit_number" {number}' in text(answer)

    def test_order_is_changed_by_buttons(self, keeper, place):
        draft = make_draft(place)
        keeper.post(url("_move", place, "WP_PROC"), {"up": "1", "seen": "2"})
        assert draft.chosen.first().indicator.code == "WP_PROC"
