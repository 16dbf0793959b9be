"""What enrichment does to a title, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from metarr_desktop.automation.planning import Planner
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.enrichment import EnrichmentOutcome, EnrichmentPhase
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds, IdentityState
from metarr_desktop.domain.fetch import Consumer, Priority
from metarr_desktop.domain.ranking import PRESETS
from metarr_desktop.domain.selection import AutomationMode
from tests.automation.enrichment_bench import (
    FANART,
    POSTER,
    SELECTING,
    EnrichmentBench,
    an_enrichment_bench,
    liked,
    picture,
)
from tests.builders import MOVIE, an_entity, an_image
from tests.invariants import assert_sound

SEASON = AssetType.SEASONPOSTER


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[EnrichmentBench]:
    with an_enrichment_bench(tmp_path) as bench:
        yield bench
        assert_sound(bench.file)


@pytest.fixture
def selecting(bench: EnrichmentBench) -> EnrichmentBench:
    bench.prefer(automation=SELECTING)
    return bench


# ------------------------------------------------------------------------------------ what it does


async def test_the_best_picture_is_proposed_and_nothing_selected(bench):
    bench.offer(liked("good", 50), liked("plain", 1))
    report = await bench.enrich()
    assert (bench.names(report.proposed), report.selected, bench.selected()) == (["good"], (), [])
    assert report.message == "1 proposed."


async def test_the_best_picture_is_selected_where_that_is_allowed(selecting):
    selecting.offer(liked("good", 50), liked("plain", 1))
    report = await selecting.enrich()
    assert selecting.selected() == selecting.names(report.selected) == ["good"]
    assert selecting.assets()["good"].selected_by == "auto"


async def test_a_call_may_select_what_is_otherwise_proposed(bench):
    bench.offer(liked("good", 50))
    await bench.enrich(may_select=True)
    assert bench.selected() == ["good"]


async def test_a_type_that_is_only_fetched_is_left_alone(bench):
    bench.prefer(automation={POSTER: AutomationMode.FETCH})
    bench.offer(liked("good", 50))
    assert (await bench.enrich(may_select=True)).selected == ()
    assert bench.network.asked == []


async def test_it_asks_the_cache_in_the_background_and_never_by_force(bench):
    await bench.enrich()
    (request,) = bench.cache.requests
    assert (request.priority, request.consumer, request.force) == (
        Priority.AUTOMATION,
        Consumer.ENRICHMENT,
        False,
    )


async def test_only_what_could_be_chosen_is_downloaded(bench):
    bench.offer(*(liked(f"poster-{number}", number) for number in range(30)))
    bench.offer(*(liked(f"fanart-{number}", number, FANART, width=1920, height=1080) for number in range(30)))
    await bench.enrich()
    assert sorted(bench.network.asked) == ["fanart-26", "fanart-27", "fanart-28", "fanart-29", "poster-29"]


async def test_up_to_four_fanart_pictures_are_selected_the_best_first(selecting):
    selecting.offer(*(liked(str(number), number, FANART, width=1920, height=1080) for number in range(6)))
    await selecting.enrich()
    assert selecting.selected(FANART) == ["5", "4", "3", "2"]


async def test_each_season_is_a_slot_of_its_own(selecting):
    series = EntityKey(EntityType.TV, 1)
    an_entity(selecting.store, entity_type=EntityType.TV, title="Dark")
    selecting.offer(
        liked("one", 1, SEASON, season_number=1), liked("better", 9, SEASON, season_number=1),
        liked("two", 1, SEASON, season_number=2), key=series,
    )  # fmt: skip
    await selecting.enrich(series)
    assert sorted(selecting.selected(SEASON, series)) == ["better", "two"]


async def test_the_real_size_decides_not_the_stated_one(selecting):
    selecting.offer(liked("boasts", 90, width=2000, height=3000), liked("honest", 1, width=1000, height=1500))
    selecting.network.files["boasts"] = picture(200, 300, seed=5)
    await selecting.enrich()
    boasts = selecting.assets()["boasts"]
    assert (selecting.selected(), boasts.width, boasts.height, boasts.analyzed) == (
        ["honest"],
        200,
        300,
        True,
    )


async def test_what_the_original_is_is_written_to_its_row(bench):
    bench.offer(an_image("logo", AssetType.CLEARLOGO, width=None, height=None))
    bench.network.files["logo"] = picture(800, 310, kind="PNG")
    await bench.enrich()
    row = bench.store.call(
        bench.store._database.row,
        "SELECT width, height, mime_type, file_size, has_alpha, LENGTH(content_hash), LENGTH(perceptual_hash), "
        "is_downloaded FROM provider_assets",
    )
    assert row == (800, 310, "image/png", len(picture(800, 310, kind="PNG")), 0, 64, 16, 1)
    assert bench.assets(AssetType.CLEARLOGO)["logo"].score_parts.is_size_assumed is False


async def test_the_same_bytes_at_two_addresses_are_not_both_chosen(selecting):
    selecting.offer(*(liked(name, 9, FANART, width=1920, height=1080) for name in ("a", "b", "c")))
    selecting.network.files |= dict.fromkeys(("a", "b"), picture(1920, 1080, seed=3))
    selecting.prefer(limits={FANART: 2})
    await selecting.enrich()
    chosen = selecting.selected(FANART)
    assert len(chosen) == 2
    assert "c" in chosen


async def test_candidates_are_ranked_by_the_weights_of_the_person(selecting):
    selecting.offer(liked("liked", 200, width=700, height=1050), liked("big", 0, width=2000, height=3000))
    selecting.network.files |= {"liked": picture(700, 1050), "big": picture(2000, 3000, seed=2)}
    selecting.prefer(weights={POSTER: PRESETS["Biggest"]})
    await selecting.enrich()
    assert selecting.selected() == ["big"]


async def test_other_votes_for_a_picture_that_was_analysed_count(selecting):
    selecting.offer(liked("a", 10), liked("b", 0))
    selecting.prefer(limits={POSTER: 2}, several=frozenset({POSTER}))
    await selecting.enrich()
    selecting.offer(liked("a", 10), liked("b", 500))
    await selecting.enrich()
    assert selecting.assets()["b"].score > selecting.assets()["a"].score


async def test_every_phase_is_told(bench):
    bench.offer(liked("good", 50))
    steps = []
    await bench.enrich(on_progress=steps.append)
    assert list(dict.fromkeys(step.phase for step in steps)) == list(EnrichmentPhase)
    assert "Downloading 1 of 1: Inception (2010)" in [step.words for step in steps]


# ---------------------------------------------------------------------------- nothing is done twice


async def test_a_second_run_downloads_and_changes_nothing(selecting):
    selecting.offer(liked("good", 50), liked("plain", 1))
    await selecting.enrich()
    asked, history = list(selecting.network.asked), len(selecting.store.call(selecting.store.history.entries))
    report = await selecting.enrich()
    assert (report.selected, report.message) == ((), "Nothing to change.")
    assert selecting.network.asked == asked
    assert len(selecting.store.call(selecting.store.history.entries)) == history == 1


async def test_what_another_title_has_is_not_downloaded_again(bench):
    other = EntityKey(EntityType.MOVIE, 2)
    an_entity(bench.store, entity_id=2, title="Inception", external_ids=ExternalIds(tmdb=1))
    for key in (MOVIE, other):
        bench.offer(liked("shared", 5), key=key)
    await bench.enrich()
    report = await bench.enrich(other)
    assert (report.matched, report.downloaded, bench.network.asked) == (1, 0, ["shared"])


async def test_a_picture_for_two_seasons_is_downloaded_once(selecting):
    series = EntityKey(EntityType.TV, 1)
    an_entity(selecting.store, entity_type=EntityType.TV, title="Dark")
    selecting.offer(*(liked("same", 1, SEASON, season_number=number) for number in (1, 2)), key=series)
    await selecting.enrich(series)
    assert selecting.network.asked == ["same"]
    assert len(selecting.selected(SEASON, series)) == 2


async def test_rows_deleted_and_fetched_again_find_their_files(bench):
    bench.offer(liked("good", 50))
    await bench.enrich()
    bench.store.call(bench.store._database.run, "DELETE FROM provider_assets")
    bench.offer(liked("good", 50))
    report = await bench.enrich()
    assert (report.matched, len(bench.network.asked)) == (1, 1)


async def test_a_file_that_is_gone_is_noticed_and_loaded_again_when_it_is_needed(bench):
    bench.offer(liked("good", 50))
    await bench.enrich()
    for path in bench.originals.rglob("*/*"):
        path.unlink()
    report = await bench.enrich()
    good = bench.assets()["good"]
    assert (report.downloaded, good.is_downloaded, good.analyzed) == (
        0,
        False,
        True,
    )  # to propose it, that does
    report = await bench.enrich(may_select=True)
    assert (report.downloaded, bench.assets()["good"].is_downloaded, bench.selected()) == (1, True, ["good"])


async def test_originals_nobody_selected_are_bounded(selecting):
    selecting.prefer(automation={POSTER: AutomationMode.SELECT})
    selecting.offer(liked("mine", 1), *(liked(f"f{n}", n, FANART, width=1920, height=1080) for n in range(4)))
    selecting.keep_at_most(0)
    await selecting.enrich()
    kept = [each for each in selecting.originals.rglob("*/*") if each.is_file()]
    assert (len(kept), selecting.assets()["mine"].is_downloaded) == (1, True)
    assert all(each.analyzed and not each.is_downloaded for each in selecting.assets(FANART).values())
    assert (await selecting.enrich()).downloaded == 0


async def test_a_damaged_file_is_loaded_again(bench):
    bench.offer(liked("good", 50))
    await bench.enrich()
    (path,) = (each for each in bench.originals.rglob("*/*") if each.is_file())
    bench.store.call(
        bench.store._database.run, "UPDATE provider_assets SET is_downloaded = 0, content_hash = NULL"
    )
    path.write_bytes(b"x" * path.stat().st_size)
    report = await bench.enrich(may_select=True)
    assert (report.matched, report.downloaded) == (0, 1)


async def test_what_an_analysis_found_survives_a_refetch(bench):
    bench.offer(liked("good", 50, width=2000, height=3000))
    bench.network.files["good"] = picture(1000, 1500)
    await bench.enrich()
    before = bench.assets()["good"]
    bench.clock.advance(days=8)
    bench.offer(liked("good", 50, width=2000, height=3000))
    after = bench.assets()["good"]
    assert (after.width, after.analyzed, after.is_downloaded, after.score) == (1000, True, True, before.score)


# --------------------------------------------------------------------------------- what it leaves alone


async def test_a_pick_of_a_person_stays_and_is_no_proposal(selecting):
    selecting.offer(liked("good", 50), liked("mine", 1))
    await selecting.curator.select(selecting.assets()["mine"].id)
    report = await selecting.enrich()
    assert (selecting.selected(), report.selected, report.would_have_changed) == (["mine"], (), ())


async def test_a_rejected_picture_is_never_chosen(selecting):
    selecting.offer(liked("good", 50), liked("plain", 1))
    await selecting.curator.reject(selecting.assets()["good"].id)
    await selecting.enrich()
    assert selecting.selected() == ["plain"]


async def test_a_locked_slot_is_left_alone_and_the_report_says_what_would_have_changed(selecting):
    selecting.offer(liked("good", 50))
    await selecting.curator.set_lock(MOVIE, POSTER, is_locked=True)
    report = await selecting.enrich()
    assert (selecting.selected(), selecting.names(report.would_have_changed)) == ([], ["good"])
    assert selecting.network.asked == []


async def test_a_title_that_is_not_monitored_is_left_alone(selecting):
    selecting.offer(liked("good", 50))
    selecting.store.call(selecting.store.entities.set_monitored, MOVIE, is_monitored=False)
    report = await selecting.enrich()
    assert report.outcome is EnrichmentOutcome.SKIPPED
    assert "not monitored" in report.message
    assert selecting.cache.requests == []


async def test_a_title_in_no_provider_is_left_alone(selecting):
    selecting.store.call(selecting.store.entities.set_state, MOVIE, IdentityState.IN_NO_PROVIDER)
    assert (await selecting.enrich()).outcome is EnrichmentOutcome.SKIPPED


async def test_pictures_of_a_provider_that_is_off_are_not_chosen(selecting):
    selecting.offer(liked("off", 90), provider="fanart_tv")
    selecting.offer(liked("on", 1))
    selecting.store.set_providers(("tmdb", "fanart_tv"), frozenset({"tmdb"}))
    await selecting.enrich()
    assert selecting.selected() == ["on"]


async def test_a_picture_its_provider_no_longer_has_is_not_chosen_and_stays_where_it_was(selecting):
    selecting.offer(liked("gone", 90))
    await selecting.enrich()
    selecting.offer()
    await selecting.enrich()
    assert selecting.selected() == ["gone"]
    selecting.offer(liked("new", 1))
    await selecting.enrich()
    assert selecting.selected() == ["new"]


async def test_what_a_person_decides_while_originals_are_downloaded_stands(selecting):
    selecting.offer(liked("good", 50), liked("mine", 1))
    mine = selecting.assets()["mine"].id

    async def choose(name: str) -> None:
        await selecting.curator.select(mine)

    selecting.network.before = choose
    await selecting.enrich()
    assert selecting.selected() == ["mine"]


async def test_a_pick_of_automation_is_replaced_only_by_something_clearly_better(selecting):
    selecting.offer(liked("first", 50))
    await selecting.enrich()
    selecting.offer(liked("first", 50), liked("level", 60))
    await selecting.enrich()
    assert selecting.selected() == ["first"]
    selecting.offer(liked("first", 50), liked("best", 50, width=2000, height=3000, language="en"))
    selecting.network.files["best"] = picture(2000, 3000, seed=8)
    selecting.store.call(
        selecting.store._database.run,
        "UPDATE provider_assets SET language = 'fr' WHERE provider_url LIKE '%first'",
    )
    report = await selecting.enrich()
    assert selecting.selected() == ["best"]
    assert report.selected[0].replaces == selecting.assets()["first"].id


async def test_a_run_that_ended_says_how(bench):
    bench.offer(liked("good", 50))
    await bench.enrich()
    state = bench.store.call(bench.store.enrichments.find, MOVIE)
    assert (state.phase, state.state, len(state.report["proposed"])) == (EnrichmentPhase.SELECT, "done", 1)
    assert bench.store.call(bench.store.enrichments.interrupted) == []


def test_a_planner_plans_nothing_for_a_title_without_candidates(bench):
    assert bench.store.call(Planner(bench.store, lambda: bench.preferences).plan, MOVIE).slots == ()
